import { accessibilityFaults } from '../harness/axe';
import { DEVICE_NAMES } from '../harness/person';
import { expect, test } from '../harness/test';

test('what is asked again and again is written by “/”', async ({ people, vendor }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.goTo('/settings/prompts');
  await ann.clicks('Add a prompt');
  await ann.fills('Name', 'Short');
  await ann.fills('What it says', 'Answer in one sentence:');
  ann.watch.hides('Answer in one sentence:');
  await ann.clicks('Save');
  await ann.sees(ann.page.getByRole('button', { name: 'Edit “Short”' }));
  expect(await accessibilityFaults(ann.page)).toEqual([]);
  await ann.goTo('/home');
  await ann.chat.composer.pressSequentially('/sho');
  await ann.sees(ann.page.getByRole('option', { name: /^Short/ }));
  await ann.page.keyboard.press('Enter');
  await expect.poll(() => ann.chat.composer.inputValue()).toBe('Answer in one sentence:');
  await ann.page.keyboard.type(' why?');
  await ann.page.keyboard.press('Enter');
  await ann.chat.readsToEnd();
  expect(JSON.stringify(await vendor.lastAsked())).toContain('Answer in one sentence: why?');
});

test('a temporary chat is in no list, and is gone once it is left', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.askFully('What stays?');
  await ann.page.getByRole('link', { name: 'New chat' }).first().click();
  await ann.clicks('Temporary chat');
  await ann.sees(/^Temporary: in no list/);
  await ann.chat.askFully('What goes?');
  await ann.sees('This chat is temporary: it is deleted when you leave it.');
  expect(await ann.chat.listed()).toEqual(['What stays?']);
  const gone = ann.chat.here;
  // A reload does not count as leaving.
  await ann.page.reload();
  await ann.sees(ann.page.getByRole('article').filter({ hasText: 'What goes?' }).first());
  await ann.chat.inList('What stays?').click();
  await ann.chat.reads('');
  await expect.poll(async () => (await ann.api()).status('GET', `/conversations/${gone}`)).toBe(404);
});

test('a message is deleted with what follows it', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.askFully('First?');
  await ann.chat.askFully('Second?');
  const second = ann.page.getByRole('article').filter({ hasText: 'Second?' }).first();
  await second.getByRole('button', { name: 'Delete' }).click();
  await ann.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await ann.seesNoMore(second);
  await expect.poll(() => ann.page.getByRole('article').count()).toBe(2);
});

for (const device of DEVICE_NAMES) {
  test(`a chat is shown by a link, opened without an account, continued as a copy and taken back (${device})`, async ({
    people,
    vendor,
  }) => {
    const ann = await people.member('Ann', { device });
    await ann.groups.startAlone();
    await vendor.answers({ text: 'Use **pumpkins**.' });
    await ann.chat.askFully('Which soup?');
    const link = await ann.sharesChat('Which soup?', 'a password for soup');

    const eve = await people.visitor('Eve', { device });
    await eve.page.goto(link);
    await eve.fills('Password', 'not this one');
    await eve.clicks('Open');
    await eve.sees('That is not its password.');
    await eve.fills('Password', 'a password for soup');
    await eve.clicks('Open');
    await eve.sees('Use pumpkins.');
    expect(await accessibilityFaults(eve.page)).toEqual([]);
    // The page of somebody without an account goes nowhere from here.
    expect(await eve.page.getByRole('button', { name: 'Continue as a copy' }).count()).toBe(0);

    const bo = await people.member('Bo', { device });
    await bo.groups.startAlone();
    await bo.page.goto(link);
    await bo.fills('Password', 'a password for soup');
    await bo.clicks('Open');
    await bo.clicks('Continue as a copy');
    await bo.arrivesAt(/\/chat\/[0-9a-f-]{36}$/);
    await bo.chat.reads('Use pumpkins.');
    await vendor.answers({ text: 'Leek, then.' });
    await bo.chat.askFully('And without pumpkins?');
    expect(JSON.stringify(await vendor.lastAsked())).toContain('Use **pumpkins**.');

    await ann.goTo('/settings/shared-links');
    await ann.clicks('End the link to “Which soup?”');
    await ann.clicks('End the link');
    await ann.sees('You share no chat by a link.');
    await eve.page.reload();
    await eve.sees('This link does not work any more');
  });
}

test('a chat is saved as Markdown and as JSON, and printed', async ({ people, vendor }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await vendor.answers({ text: 'Use **pumpkins**.' });
  await ann.chat.askFully('Which soup?');
  expect(await ann.savesChat('Which soup?', 'Markdown, to read')).toContain('Use **pumpkins**.');
  const saved = JSON.parse(await ann.savesChat('Which soup?', 'JSON, with every version'));
  expect(saved.messages.map(({ text }: { text: string }) => text)).toEqual([
    'Which soup?',
    'Use **pumpkins**.',
  ]);
  await ann.chat.does('Which soup?', 'Save as a file');
  await ann.page.getByRole('link', { name: 'Print, or save as PDF' }).click();
  await ann.arrivesAt(/\/print$/);
  await ann.sees('Use pumpkins.');
  // On paper the chat has all of the width.
  ann.watch.expects(/the page jumps/);
  await ann.page.emulateMedia({ media: 'print' });
  expect(await ann.page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
  expect(await ann.page.getByRole('navigation', { name: 'Your chats' }).isVisible()).toBe(false);
  await ann.page.emulateMedia({ media: 'screen' });
  expect(await accessibilityFaults(ann.page)).toEqual([]);
});

test('an export of another product is brought once, and what is none is told so', async ({ people }) => {
  const ann = await people.member('Ann');
  // The list beside it fills with what comes.
  ann.watch.othersChangeThePage();
  await ann.groups.startAlone();
  const chats = Array.from({ length: 30 }, (_, index) => ({
    uuid: `c-${index}`,
    name: `Soup number ${index}`,
    chat_messages: [
      { uuid: `q-${index}`, sender: 'human', text: 'Which soup?', created_at: '2024-05-01T10:00:00Z' },
      { uuid: `a-${index}`, sender: 'assistant', text: 'Pumpkin.', created_at: '2024-05-01T10:00:05Z' },
    ],
  }));
  const file = Buffer.from(JSON.stringify(chats));
  const choose = (buffer: Buffer) =>
    ann.page
      .getByLabel('File to import', { exact: true })
      .setInputFiles({ name: 'conversations.json', mimeType: 'application/json', buffer });
  await ann.goTo('/settings/import');
  await choose(file.subarray(0, 2000));
  await ann.sees('This file is damaged, or did not arrive whole. Fetch it again.');
  await choose(Buffer.from('[{"photo": 1}]'));
  await ann.sees('This is no export of ChatGPT, Claude or Potluck.');
  await choose(file);
  await ann.sees('All of it is here now.');
  await ann.sees('30 of 30 chats');
  await choose(file);
  await ann.sees('30 were here already');
  expect(await accessibilityFaults(ann.page)).toEqual([]);
  await ann.goTo('/home');
  await ann.chat.inList('Soup number 7').click();
  await ann.chat.reads('Pumpkin.');
});

test('who wants to stays at the beginning of a long answer', async ({ people, vendor }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.goTo('/settings/appearance');
  await ann.page.getByRole('radio', { name: 'Stay at its beginning' }).click();
  await ann.goTo('/home');
  await vendor.answers({ text: 'Short.' });
  await ann.chat.askFully('First?');
  await vendor.answers({ text: Array.from({ length: 60 }, (_, line) => `Line ${line}.`).join('\n\n') });
  await ann.chat.askFully('A long one?');
  const question = ann.page.getByRole('article').filter({ hasText: 'A long one?' });
  const inSight = () =>
    question.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
  expect(await inSight()).toBe(true);
  await ann.clicks('Go to the end');
  await expect.poll(inSight).toBe(false);
});

test('how full a chat is stands beside the composer', async ({ people, vendor }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await vendor.answers({ text: 'Long.', usage: { custom: { input: 4000, output: 800 } } });
  await ann.chat.askFully('How long is this?');
  await ann.sees('30 % full');
  await vendor.answers({ text: 'Longer.', usage: { custom: { input: 14000, output: 800 } } });
  await ann.chat.askFully('And now?');
  await ann.sees('93 % full');
});
