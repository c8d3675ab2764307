import { accessibilityFaults } from '../harness/axe';
import { Pushes } from '../harness/pushes';
import { expect, testWithKeeping as test } from '../harness/test';
import { words } from '../harness/vendor';

test('an answer that nobody looks at is told without a word of it, and a click leads to it', async ({
  people,
  vendor,
}) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  const pushes = await Pushes.to(ann, vendor);
  await ann.goTo('/settings/notifications');
  await ann.page.getByRole('checkbox', { name: /^Finished answers/ }).check();
  await ann.sees('Saved.');
  expect(await accessibilityFaults(ann.page)).toEqual([]);
  await ann.page.reload();
  await ann.sees(ann.page.getByRole('checkbox', { name: /^Finished answers/, checked: true }));

  await vendor.answers({ words: 40, hold_after: 10 });
  await ann.chat.open(group);
  await ann.chat.ask('Which animal is it?');
  await ann.chat.reads(words(10));
  const chat = ann.path;
  await ann.page.getByRole('link', { name: /notice/i }).click();
  await ann.sees(ann.page.getByRole('heading', { name: 'Notices', level: 1 }));
  await vendor.release();
  const pushed = await pushes.arrives();
  expect(pushed).not.toMatch(/animal|keep your part/);
  await expect
    .poll(() => pushes.shown())
    .toEqual([{ title: 'Your answer is ready', body: 'Open the chat to read it.' }]);
  await pushes.click();
  await ann.page.waitForURL((url) => url.pathname === chat);
  expect(await ann.chat.readsToEnd()).toBe(words(40));
});

test('nothing is shown about the page that somebody looks at', async ({ people, vendor }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  const pushes = await Pushes.to(ann, vendor);
  await ann.goTo('/notices');
  const about = (path: string) => JSON.stringify({ title: path, body: 'Look.', path, tag: path });
  await pushes.deliver(about('/notices'));
  await pushes.deliver(about('/payments'));
  await expect.poll(() => pushes.shown()).toEqual([{ title: '/payments', body: 'Look.' }]);
});

test('a browser that does not let anything be shown is told apart from one that can', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.goTo('/settings/notifications');
  await ann.sees(/^This browser does not let Potluck show anything/);
  expect(await ann.page.getByRole('checkbox', { name: /^Finished answers/ }).count()).toBe(0);
});
