import { expect, testWithKeeping as test } from '../harness/test';

test('a draft goes on at the other device, and is gone there once it is sent', async ({ people }) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  await ann.chat.askFully('First of all?');
  const { path } = ann;
  const phone = await people.deviceOf(ann, { device: 'phone' });
  await phone.goTo(path);
  await phone.sees('First of all?');

  await ann.chat.composer.fill('And now, while I am walking');
  await expect.poll(() => phone.chat.composer.inputValue()).toBe('And now, while I am walking');
  await phone.chat.composer.fill('And now, while I am sitting?');
  await expect.poll(() => ann.chat.composer.inputValue()).toBe('And now, while I am sitting?');
  await phone.clicks('Send');
  await ann.sees(ann.page.getByRole('article').filter({ hasText: 'And now, while I am sitting?' }).first());
  await expect.poll(() => ann.chat.composer.inputValue()).toBe('');

  // A chat that does not exist yet has a draft too; it outlives the browser.
  await ann.chat.open(group);
  await ann.chat.composer.fill('Something quite new');
  await expect
    .poll(async () => (await (await ann.api()).get<{ text: string }>(`/drafts/${group}`)).text)
    .toBe('Something quite new');
  await ann.context.close();
  await phone.chat.open(group);
  await expect.poll(() => phone.chat.composer.inputValue()).toBe('Something quite new');
  for (const text of ['And now, while I am walking', 'And now, while I am sitting?', 'Something quite new']) {
    phone.watch.hides(text);
  }
});

test('what is typed here is never replaced by what comes from there', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.askFully('First of all?');
  const other = await people.deviceOf(ann);
  await other.goTo(ann.path);
  await other.sees('First of all?');
  // Nothing of the first device's gets through for a while.
  await ann.context.setOffline(true);
  const failed = ann.page.waitForEvent('requestfailed', (request) => request.url().includes('/drafts/'));
  await ann.chat.composer.fill('Typed without a connection');
  await failed;
  await other.chat.composer.fill('Typed elsewhere');
  const api = await other.api();
  await expect
    .poll(async () => (await api.get<{ text: string }>(`/drafts/${other.chat.here}`)).text)
    .toBe('Typed elsewhere');
  await ann.context.setOffline(false);
  await expect.poll(() => other.chat.composer.inputValue()).toBe('Typed without a connection');
  expect(await ann.chat.composer.inputValue()).toBe('Typed without a connection');
});

test('a question that is being rewritten outlives its page, and is sent from there', async ({ people }) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  await ann.chat.askFully('What colour is the door?');
  const { path } = ann;
  await ann.clicks('Edit');
  const field = ann.page.getByLabel('Edit your message');
  await field.fill('What colour is the gate?');
  ann.watch.hides('What colour is the gate?');

  await ann.page.reload();
  await expect.poll(() => field.inputValue()).toBe('What colour is the gate?');
  await ann.chat.open(group);
  await ann.goTo(path);
  await expect.poll(() => field.inputValue()).toBe('What colour is the gate?');
  // Begun again from the empty composer, it goes on.
  await ann.chat.composer.press('ArrowUp');
  await expect.poll(() => field.evaluate((it) => it === document.activeElement)).toBe(true);
  expect(await field.inputValue()).toBe('What colour is the gate?');
  await field.press('Enter');
  await ann.chat.readsToEnd();
  await ann.sees('Version 2 of 2');
  await ann.page.reload();
  await ann.sees('Version 2 of 2');
  expect(await field.count()).toBe(0);
});
