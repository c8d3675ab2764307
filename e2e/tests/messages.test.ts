import { expect, test } from '../harness/test';

test('another model answers the same question again, beside the first answer', async ({ people, vendor }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await vendor.answers({ text: 'The steady answer.' });
  await ann.chat.askFully('Who are you?');
  await vendor.answers({ text: 'The other answer.' });
  await ann.clicks('Ask another model');
  await ann.page.getByRole('menuitem', { name: 'Muse' }).click();
  await ann.chat.reads('The other answer.');
  await ann.sees(ann.page.getByRole('heading', { name: 'Answer by Muse' }));
  await ann.sees('2/2');
  await ann.clicks('Previous version');
  await ann.chat.reads('The steady answer.');
  await ann.sees(ann.page.getByRole('heading', { name: 'Answer by Steady' }));
});

test('the model is chosen by “@” and the beginning of its name', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.composer.pressSequentially('@mu');
  await ann.sees(ann.page.getByRole('option', { name: 'Muse' }));
  await ann.page.keyboard.press('Enter');
  await ann.sees(ann.page.getByRole('button', { name: 'Model: Muse' }));
  expect(await ann.chat.composer.inputValue()).toBe('');
  await ann.chat.askFully('Who are you now?');
  await ann.sees(ann.page.getByRole('heading', { name: 'Answer by Muse' }));
});

test('when it was said, what it took and what it cost are there for whoever looks', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.askFully('What does it take?');
  const time = ann.chat.answer.locator('time');
  expect(await time.innerText()).toMatch(/^\d\d:\d\d$/);
  await ann.chat.answer.getByRole('button', { name: 'Tokens and cost' }).hover();
  await ann.sees(ann.page.getByText(/^\d+ tokens?$/).first());
  await ann.sees('Cost');
});

test('an answer is read aloud, and silenced', async ({ people, vendor }) => {
  await vendor.answers({ text: '**Nobody** knows.' });
  const ann = await people.member('Ann');
  // Chromium without a sound card has no voice: what would be said is noted instead.
  await ann.page.addInitScript(() => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    speechSynthesis.speak = (utterance) => void said.push(utterance.text);
    speechSynthesis.cancel = () => undefined;
  });
  await ann.groups.startAlone();
  await ann.chat.askFully('Say something?');
  await ann.clicks('Read aloud');
  expect(await ann.page.evaluate(() => (globalThis as unknown as { said: string[] }).said)).toEqual([
    'Nobody knows.',
  ]);
  await ann.clicks('Stop reading');
  await ann.sees(ann.page.getByRole('button', { name: 'Read aloud' }));
});

test('instructions stand above a chat and reach the model', async ({ people, vendor }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.askFully('Hello?');
  await ann.chat.does('Hello?', 'Instructions');
  await ann.fills('What the model should know or do', 'Answer like a sailor.');
  await ann.clicks('Save');
  ann.watch.hides('Answer like a sailor.');
  await ann.sees(ann.page.getByRole('button', { name: 'Instructions stand above this chat' }));
  await ann.chat.askFully('And now?');
  expect(JSON.stringify(await vendor.lastAsked())).toContain('Answer like a sailor.');
  await ann.page.reload();
  await ann.clicks('Instructions stand above this chat');
  await expect.poll(() => ann.typed('What the model should know or do')).toBe('Answer like a sailor.');
});
