import { expect, test } from '../harness/test';

test('the app speaks the chosen language, on this device, and what was typed is still there', async ({
  people,
}) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  await ann.chat.composer.fill('Half a thought');
  await ann.page.getByRole('button', { name: 'Account of Ann' }).click();
  await ann.page.getByRole('menuitem', { name: 'Settings' }).click();
  await ann.page.getByRole('link', { name: 'Appearance' }).click();
  await ann.page.getByLabel('Language').selectOption('Deutsch');
  await ann.sees(ann.page.getByRole('heading', { name: 'Einstellungen' }));
  expect(await ann.page.evaluate(() => document.documentElement.lang)).toBe('de');
  await ann.goTo(`/groups/${group}/chat`);
  const composer = ann.page.getByLabel('Nachricht', { exact: true });
  await expect.poll(() => composer.inputValue()).toBe('Half a thought');
  await ann.goTo(`/groups/${group}`);
  await ann.sees('16,00 USD im Monat');

  // Another device keeps its own.
  const other = await people.deviceOf(ann);
  await other.goTo('/settings/appearance');
  await other.sees(other.page.getByRole('heading', { name: 'Settings' }));
});

test.for([
  ['zh', '设置', '语言'],
  ['es', 'Ajustes', 'Idioma'],
  ['fr', 'Réglages', 'Langue'],
  ['ja', '設定', '言語'],
] as const)(
  '%s is one of them, and nothing on the page runs over',
  async ([language, title, label], { people }) => {
    const ann = await people.member('Ann', { device: 'phone' });
    await ann.page.addInitScript((chosen) => localStorage.setItem('potluck.language', chosen), language);
    for (const [path, shown] of [
      ['/settings', ann.page.getByRole('heading', { name: title, exact: true })],
      ['/settings/appearance', ann.page.getByLabel(label)],
    ] as const) {
      await ann.goTo(path);
      await ann.sees(shown);
      const widths = await ann.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(widths[0]).toBe(widths[1]);
    }
  },
);
