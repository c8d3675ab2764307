import { accessibilityFaults } from '../harness/axe';
import { Pushes } from '../harness/pushes';
import { expect, test } from '../harness/test';

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

  await vendor.answers({ text: 'A blue elephant.', hold_after: 1 });
  await ann.chat.open(group);
  await ann.chat.ask('Which animal is it?');
  const chat = ann.path;
  await ann.page.getByRole('link', { name: 'Settings' }).click();
  await ann.arrivesAt(/^\/settings/);
  await vendor.release();
  const pushed = await pushes.arrives();
  expect(pushed).not.toMatch(/elephant|animal/);
  await expect
    .poll(() => pushes.shown())
    .toEqual([{ title: 'Your answer is ready', body: 'Open the chat to read it.' }]);
  await pushes.click();
  await ann.page.waitForURL((url) => url.pathname === chat);
  await ann.sees('A blue elephant.');
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
