import { comesToRest } from '../harness/slowLine';
import { expect, test } from '../harness/test';

// What would fail every test must be noticed where it happens.

test('a page that moves what is read is noticed, unless others change it from then on', async ({
  people,
}) => {
  const ann = await people.member('Ann');
  ann.watch.noticesSmallJumps();
  await ann.groups.startAlone();
  await comesToRest(ann.page);
  const push = () =>
    ann.page.evaluate(() => {
      const block = document.createElement('div');
      block.style.height = '300px';
      document.body.prepend(block);
    });
  await push();
  await expect.poll(() => ann.watch.complaints()).toEqual([expect.stringMatching(/the page jumps/)]);

  ann.watch.othersChangeThePage();
  await push();
  await comesToRest(ann.page);
  expect(await ann.watch.complaints()).toHaveLength(1);
  ann.watch.expects(/the page jumps/);
});
