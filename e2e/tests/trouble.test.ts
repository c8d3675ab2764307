import { expect, test } from '../harness/test';
import { words } from '../harness/vendor';

const HELD = { words: 40, hold_after: 10 };
const HALF = words(10);
const WHOLE = words(40);

test('offline in mid-answer and back: the bar says so, and the answer is whole', async ({
  people,
  vendor,
}) => {
  await vendor.answers(HELD);
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.ask('How many stairs are there?');
  await ann.chat.reads(HALF);
  await ann.context.setOffline(true);
  await ann.sees('You are offline. What you type stays here until you are back.');
  await ann.chat.composer.fill('And how many doors?');
  await vendor.release();
  await ann.context.setOffline(false);
  await ann.seesNoMore('You are offline. What you type stays here until you are back.');
  expect(await ann.chat.readsToEnd()).toBe(WHOLE);
  expect(await ann.chat.composer.inputValue()).toBe('And how many doors?');
});

test('a vendor that is down is told in place, with what it cost and a way to try again', async ({
  people,
  vendor,
}) => {
  await vendor.answers({ fault: { error_before_first_byte: { status: 503 } } });
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.ask('Are you there?');
  await ann.sees('The AI vendor cannot be reached or did not answer. Try again, or choose another model.');
  await ann.sees('Nothing was charged.');
  await ann.sees(ann.page.getByRole('article').getByText('Are you there?'));
  await vendor.answers({ text: 'Here I am.' });
  await ann.clicks('Try again');
  await ann.chat.reads('Here I am.');
  await ann.sees('Version 2 of 2');
});

test('a stream that breaks keeps what came, says so, and goes on when asked', async ({ people, vendor }) => {
  await vendor.answers({ words: 40, fault: { cut_after: { tokens: 10 } } });
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.ask('Tell me a story.');
  await ann.sees(/interrupted|went wrong/);
  expect(await ann.chat.text()).toBe(HALF);
  await ann.sees(/^Charged: /);
});

test('a model that declines is told in place', async ({ people, vendor }) => {
  await vendor.answers({ fault: 'refuse' });
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.ask('Say something you may not.');
  await ann.sees(ann.chat.answer.getByRole('button', { name: /Try again|Answer again/ }).first());
});

test('an empty pool is told before anything is spent, and the message stays typed', async ({
  people,
  vendor,
}) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone('Crumbs');
  await ann.chat.choose('Dear');
  // 400 tokens of 0.001 USD leave 0.20 USD, less than the shortest answer may cost.
  await vendor.answers({ words: 400 });
  await ann.chat.askFully('Spend it.');
  await ann.chat.ask('Spend more than there is.');
  await ann.sees(/^Your credit is used up for now\./);
  expect(await ann.chat.composer.inputValue()).toBe('Spend more than there is.');
  expect(await vendor.asked()).toBe(1);

  await vendor.answers({ text: 'A cheaper one.' });
  await ann.chat.choose('Steady');
  await ann.clicks('Send');
  await ann.chat.reads('A cheaper one.');
});

test('a session that ended asks for the password, and then the message goes out', async ({
  people,
  vendor,
}) => {
  await vendor.answers({ text: 'Welcome back.' });
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.context.clearCookies();
  // The access token is good for ten minutes.
  await ann.page.clock.setSystemTime(Date.now() + 11 * 60_000);
  await ann.chat.composer.fill('Do you remember me?');
  await ann.chat.composer.press('Enter');
  await ann.sees('Sign in to go on');
  await ann.fills('Password', ann.account.password);
  await ann.groups.dialog.getByRole('button', { name: 'Sign in' }).click();
  await ann.chat.reads('Welcome back.');
});
