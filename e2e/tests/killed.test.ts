import { expect, testWithKeeping as test } from '../harness/test';
import { words } from '../harness/vendor';

type Said = { items: { role: string; text: string }[] };
type Credit = { period: { held_nanousd: number; used_nanousd: number } | null };

test('killed in mid-answer: after the restart the page recovers, and what was kept says interrupted', async ({
  house,
  people,
  vendor,
}) => {
  await vendor.answers({ words: 400, token_delay_ms: 150 });
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  await ann.chat.ask('Count the waves.');
  await ann.chat.reads(words(20));
  const api = await ann.api();
  const saved = async () => {
    const { items } = await api.get<Said>(`/conversations/${ann.chat.here}/messages`);
    return items.at(-1)?.text.trim().split(' ').length ?? 0;
  };
  await expect.poll(saved).toBeGreaterThanOrEqual(20);
  await house.kill();
  await ann.sees('The connection was lost and is being renewed.');
  await ann.chat.composer.fill('Are you back?');
  await house.restart();
  await ann.sees('The answer was interrupted. What came is kept.');
  await ann.seesNoMore('The connection was lost and is being renewed.');

  const kept = await ann.chat.text();
  expect(words(400).startsWith(kept)).toBe(true);
  expect(kept.split(' ').length).toBeGreaterThanOrEqual(20);
  await ann.sees(ann.page.getByRole('article').getByText('Count the waves.'));
  expect(await ann.chat.composer.inputValue()).toBe('Are you back?');

  // The same after a reload, so it is the server's word; and nothing stays reserved.
  await ann.page.reload();
  await ann.sees('The answer was interrupted. What came is kept.');
  expect(await ann.chat.text()).toBe(kept);
  const { period } = await api.get<Credit>(`/groups/${group}`);
  expect(period?.held_nanousd).toBe(0);
  expect(period?.used_nanousd).toBeGreaterThan(0);

  await vendor.answers({ text: 'Where was I?' });
  await ann.clicks('Continue');
  await ann.chat.reads('Where was I?');
});

test('while the server is away nothing typed is lost, and it is sent when it is back', async ({
  house,
  people,
  vendor,
}) => {
  await vendor.answers({ text: 'Yes.' });
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.askFully('Is this on?');
  await house.kill();
  await ann.chat.composer.fill('And now?');
  await ann.chat.composer.press('Enter');
  await ann.sees('No connection to the server. Nothing you typed is lost; try again in a moment.');
  expect(await ann.chat.composer.inputValue()).toBe('And now?');
  await house.restart();
  await vendor.answers({ text: 'Still.' });
  await ann.clicks('Try again');
  await ann.sees(ann.page.getByRole('article').getByText('And now?'));
  await ann.chat.reads('Still.');
  expect(await vendor.asked()).toBe(2);
});
