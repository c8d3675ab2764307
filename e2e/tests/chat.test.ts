import { expect, test } from '../harness/test';
import { words } from '../harness/vendor';

/** An answer of 40 words that waits after the tenth until the test says so: there is all the time for its middle. */
const HELD = { words: 40, hold_after: 10 };
const HALF = words(10);
const WHOLE = words(40);

test('a reload in mid-answer shows what came so far, and the answer goes on', async ({ people, vendor }) => {
  await vendor.answers(HELD);
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.ask('Which way does the river run?');
  await ann.chat.reads(HALF);
  await ann.page.reload();
  await ann.chat.reads(HALF);
  expect(await ann.chat.isBeingWritten()).toBe(true);
  await vendor.release();
  await ann.chat.reads(WHOLE);
  expect(await ann.chat.readsToEnd()).toBe(WHOLE);
  // One question was one request: nothing was asked again.
  expect(await vendor.asked()).toBe(1);
});

test('a second device joins the running answer, and both go on', async ({ people, vendor }) => {
  await vendor.answers(HELD);
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.ask('What is for dinner?');
  await ann.chat.reads(HALF);
  const phone = await people.deviceOf(ann, { device: 'phone' });
  await phone.goTo(ann.path);
  await phone.chat.reads(HALF);
  expect(await phone.chat.isBeingWritten()).toBe(true);
  await vendor.release();
  expect(await phone.chat.readsToEnd()).toBe(WHOLE);
  expect(await ann.chat.readsToEnd()).toBe(WHOLE);
});

test('a question asked on one device appears on the other by itself', async ({ people, vendor }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.askFully('First of all?');
  const phone = await people.deviceOf(ann, { device: 'phone' });
  await phone.goTo(ann.path);
  await phone.sees('First of all?');
  await vendor.answers(HELD);
  await phone.chat.ask('And then?');
  await ann.sees('And then?');
  await ann.chat.reads(HALF);
  await vendor.release();
  expect(await ann.chat.readsToEnd()).toBe(WHOLE);
});

test('leaving the chat leaves the answer running, with a mark, and a word when it is complete', async ({
  people,
  vendor,
}) => {
  await vendor.answers(HELD);
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.ask('How deep is the lake?');
  await ann.chat.reads(HALF);
  await ann.page.getByRole('link', { name: 'Billing' }).click();
  await ann.sees(ann.page.getByRole('heading', { name: 'Billing' }));
  await ann.sees(ann.chat.inList('How deep is the lake? is being answered'));
  await vendor.release();
  await ann.sees('An answer is ready: How deep is the lake?');
  await ann.seesNoMore(ann.chat.inList('is being answered'));
  await ann.chat.inList('How deep is the lake?').click();
  expect(await ann.chat.readsToEnd()).toBe(WHOLE);
});

test('coming back while it runs shows the answer from its beginning', async ({ people, vendor }) => {
  await vendor.answers(HELD);
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.ask('Is it far?');
  await ann.chat.reads(HALF);
  await ann.page.getByRole('link', { name: 'Group', exact: true }).click();
  await ann.sees(ann.page.getByRole('heading', { name: 'Alone' }));
  await ann.page.goBack();
  await ann.chat.reads(HALF);
  await vendor.release();
  expect(await ann.chat.readsToEnd()).toBe(WHOLE);
});

test('stop keeps exactly what was seen, here and after a reload', async ({ people, vendor }) => {
  await vendor.answers(HELD);
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.ask('Tell me everything.');
  await ann.chat.reads(HALF);
  await ann.chat.stop();
  await ann.sees('You stopped this answer.');
  expect(await ann.chat.readsToEnd()).toBe(HALF);
  // What the vendor sends from now on is read for its usage only.
  await vendor.release();
  await ann.page.reload();
  await ann.sees('You stopped this answer.');
  expect(await ann.chat.readsToEnd()).toBe(HALF);
});

test('Escape stops too, and the next question can be asked', async ({ people, vendor }) => {
  await vendor.answers(HELD);
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.ask('Tell me more.');
  await ann.chat.reads(HALF);
  await ann.page.keyboard.press('Escape');
  await ann.sees('You stopped this answer.');
  // The vendor is still busy with the first; the conversation is not.
  await vendor.answers({ text: 'Certainly.' });
  expect(await ann.chat.askFully('Something shorter, please.')).toBe('Certainly.');
});

test('answering again and editing make versions that one can leaf through', async ({ people, vendor }) => {
  await vendor.answers({ text: 'A first thought.' });
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  expect(await ann.chat.askFully('What colour is the door?')).toBe('A first thought.');

  await vendor.answers({ text: 'A second thought.' });
  await ann.clicks('Answer again');
  await ann.chat.reads('A second thought.');
  await ann.sees('Version 2 of 2');
  await ann.clicks('Previous version');
  await ann.chat.reads('A first thought.');
  await ann.sees('Version 1 of 2');

  await vendor.answers({ text: 'It is green.' });
  await ann.clicks('Edit');
  await ann.page.getByLabel('Edit your message').fill('What colour is the gate?');
  await ann.page.keyboard.press('Enter');
  await ann.chat.reads('It is green.');
  await ann.sees('What colour is the gate?');
  const door = ann.page.getByRole('article').getByText('What colour is the door?');
  expect(await door.count()).toBe(0);
  await ann.page.reload();
  await ann.chat.reads('It is green.');
  await ann.clicks('Previous version');
  await ann.sees(door);
});

test('what is typed while it answers waits, and is sent when the answer is complete', async ({
  people,
  vendor,
}) => {
  await vendor.answers(HELD);
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.ask('First this.');
  await ann.chat.reads(HALF);
  await ann.chat.composer.fill('Then that.');
  await ann.chat.composer.press('Enter');
  await ann.sees('Sent after this answer');
  await vendor.answers({ text: 'As you wish.' });
  await vendor.release();
  await ann.chat.reads('As you wish.');
  expect(await ann.page.getByRole('article').count()).toBe(4);
});

test('a half-written message survives a reload', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.composer.fill('Dear diary, today');
  await ann.page.reload();
  await ann.sees(ann.chat.composer);
  expect(await ann.chat.composer.inputValue()).toBe('Dear diary, today');
});

test('a conversation is renamed, and deleted with a way back', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.askFully('Name me a bird.');
  await ann.clicks('More for “Name me a bird.”');
  await ann.page.getByRole('menuitem', { name: 'Rename' }).click();
  await ann.page.getByLabel('Name of the chat').fill('Birds');
  await ann.page.keyboard.press('Enter');
  await ann.sees(ann.chat.inList('Birds'));
  await ann.clicks('More for “Birds”');
  await ann.page.getByRole('menuitem', { name: 'Delete' }).click();
  await ann.sees('Chat deleted.');
  await ann.clicks('Undo');
  await ann.sees(ann.chat.inList('Birds'));
  await ann.page.reload();
  await ann.sees(ann.chat.inList('Birds'));
});

test('an answer’s markdown is drawn, and nothing in it is run or loaded', async ({ people, vendor }) => {
  const text = [
    '# A heading',
    '<img src=x onerror="document.title=\'run\'"><script>document.title="run"</script>',
    '![a picture](https://elsewhere.example/pixel.png) and [a link](javascript:alert(1))',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    '```js\nconst answer = 42;\n```',
  ].join('\n\n');
  await vendor.answers({ text });
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.askFully('Show me something.');
  await ann.sees(ann.chat.answer.getByRole('heading', { name: 'A heading' }));
  await ann.sees(ann.chat.answer.getByRole('table'));
  await ann.sees('const answer = 42;');
  expect(await ann.chat.answer.locator('img, script, iframe').count()).toBe(0);
  expect(await ann.chat.answer.locator('a[href^="javascript"]').count()).toBe(0);
  expect(await ann.page.title()).not.toBe('run');
});
