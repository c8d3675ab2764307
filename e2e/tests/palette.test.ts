import { expect, test } from '../harness/test';

test('one field finds what was said, in every chat, and jumps to it', async ({ people, vendor }) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  await vendor.answers({ text: `The Käse is in the fridge.\n\n${'And so on.\n\n'.repeat(60)}` });
  await ann.chat.askFully('Where is the cheese?');
  await vendor.answers({ text: 'Nothing about it here.' });
  for (const question of ['One more?', 'And one more?', 'The last one?']) {
    await ann.chat.askFully(question);
  }
  await ann.chat.open(group);
  await ann.page.keyboard.press('ControlOrMeta+k');
  const field = ann.page.getByRole('combobox', { name: 'Search and go anywhere' });
  await field.fill('KÄSE');
  await ann.sees(ann.page.getByRole('option', { name: /The Käse is in the fridge/ }));
  await ann.sees('1 place');
  await field.press('Enter');
  const found = ann.page.getByRole('article').filter({ hasText: 'The Käse is in the fridge.' });
  await expect.poll(() => found.getAttribute('data-found')).toBe('');
  await expect.poll(() => found.evaluate(isInView)).toBe(true);
  // It stays there: the end is elsewhere.
  await ann.sees(ann.page.getByRole('button', { name: 'Go to the end' }));

  await ann.page.keyboard.press('ControlOrMeta+k');
  await field.fill('no such thing');
  await ann.sees('Nothing has “no such thing” in it.');
  await ann.page.keyboard.press('Escape');
  await ann.seesNoMore(field);
});

test('the same field goes to pages, with the keyboard alone', async ({ people }) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  await ann.chat.askFully('What was it?');
  await ann.page.keyboard.press('ControlOrMeta+k');
  const field = ann.page.getByRole('combobox', { name: 'Search and go anywhere' });
  await ann.sees(ann.page.getByRole('option', { name: 'What was it?' }));
  await field.fill('usa');
  await field.press('Enter');
  await ann.arrivesAt(new RegExp(`^/groups/${group}/usage$`));
  await ann.page.keyboard.press('ControlOrMeta+k');
  await field.fill('dark');
  await field.press('Enter');
  await expect.poll(() => ann.page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
});

test('on a phone the search is in the menu', async ({ people }) => {
  const ann = await people.member('Ann', { device: 'phone' });
  await ann.groups.startAlone();
  await ann.chat.askFully('Is it small?');
  await ann.clicks('Open the menu');
  await ann.clicks('Search');
  await ann.page.getByRole('combobox', { name: 'Search and go anywhere' }).fill('small');
  await ann.page
    .getByRole('option', { name: /Is it small/ })
    .first()
    .click();
  await ann.arrivesAt(/\/chat\/[0-9a-f-]{36}$/);
  // The menu does not stand before what was found.
  await ann.seesNoMore(ann.page.getByRole('dialog'));
});

function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < globalThis.innerHeight;
}
