import { expect, test } from '../harness/test';

test('by keyboard alone: from the welcome page to an answer', async ({ people, vendor }) => {
  await vendor.answers({ text: 'Without a mouse.' });
  const ann = await people.visitor('Ann');
  const { keyboard } = ann.page;
  await ann.goTo('/');
  await ann.presses(ann.page.getByRole('link', { name: 'Create an account' }));
  await ann.tabsTo(ann.page.getByLabel('Your name'));
  await keyboard.type(ann.account.name);
  await ann.tabsTo(ann.page.getByLabel('Email address'));
  await keyboard.type(ann.account.email);
  await ann.tabsTo(ann.page.getByLabel('Password', { exact: true }));
  await keyboard.type(ann.account.password);
  await keyboard.press('Enter');
  await ann.presses(ann.page.getByRole('button', { name: 'I kept it' }));

  await ann.tabsTo(ann.page.getByLabel('Name of the group'));
  await keyboard.type('Keys');
  await ann.tabsTo(ann.page.getByRole('radio').first());
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowUp');
  expect(await ann.page.getByRole('radio').first().isChecked()).toBe(true);
  await ann.presses(ann.page.getByRole('button', { name: 'Create group' }));
  await ann.sees(ann.page.getByRole('heading', { name: 'Keys' }));
  await ann.presses(ann.page.getByRole('button', { name: 'Start now' }));
  await ann.presses(ann.groups.dialog.getByRole('button', { name: 'Start the first month' }));
  await ann.seesNoMore(ann.groups.dialog);

  await ann.presses(ann.page.getByRole('link', { name: 'New chat' }));
  // The composer is where one wants to be.
  await ann.sees(ann.chat.composer);
  await ann.page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Message');
  await keyboard.type('Can you hear the keys?');
  await keyboard.press('Shift+Enter');
  await keyboard.type('All of them?');
  await keyboard.press('Enter');
  expect(await ann.chat.readsToEnd()).toBe('Without a mouse.');

  await vendor.answers({ text: 'Once more.' });
  await ann.presses(ann.page.getByRole('button', { name: 'Answer again' }));
  await ann.chat.reads('Once more.');

  await keyboard.press('Control+Shift+O');
  await ann.arrivesAt(/\/chat$/);
  await ann.page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Message');
});

test('the answer’s beginning and end are said to screen readers, not every word', async ({
  people,
  vendor,
}) => {
  await vendor.answers({ words: 40, hold_after: 10 });
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  const live = ann.page.getByRole('status');
  await ann.chat.ask('Say it.');
  await ann.sees(live.getByText('Answering', { exact: true }));
  await ann.chat.reads('share the plan');
  await vendor.release();
  await ann.sees(live.getByText('Answer complete', { exact: true }));
});
