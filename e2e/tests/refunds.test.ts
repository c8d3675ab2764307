import { accessibilityFaults } from '../harness/axe';
import { DEVICE_NAMES, type Person, THEMES } from '../harness/person';
import { expect, testWithCards as test } from '../harness/test';

const PAYS = '4242424242424242';

/** On a phone and wide, in both themes: nothing that axe finds, and nothing beyond the window. */
async function looksRight(person: Person): Promise<void> {
  for (const device of DEVICE_NAMES.toReversed()) {
    for (const theme of THEMES.toReversed()) {
      await person.looks(device, theme);
      expect(await accessibilityFaults(person.page), `${device}, ${theme}`).toEqual([]);
    }
    const beyond = await person.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(beyond, device).toBeLessThanOrEqual(0);
  }
}

test('a payment by card is given back in parts, and its payer sees it', async ({ people, vendor }) => {
  // The first account is the server's operator, who receives the money.
  const operator = await people.member('Olga');
  const ida = await people.member('Ida');
  const group = await ida.groups.startAlone('Duo');
  await ida.goTo(`/groups/${group}/billing`);
  await ida.groups.saveCard(PAYS, vendor.url);
  await ida.sees(/Paid, thank you\./);

  await operator.goTo('/payments');
  await operator.sees(/^16\.00 USD from Ida, by card$/);
  await looksRight(operator);
  const giveBack = operator.page.getByRole('button', { name: 'Give back 16.00 USD to Ida' });
  await giveBack.click();
  await operator.fills('How much, in USD', '16.01');
  await operator.groups.dialog.getByRole('button', { name: 'Give back' }).click();
  await operator.sees('More than nothing, and at most 16.00 USD.');
  await looksRight(operator);
  await operator.fills('How much, in USD', '3');
  await operator.groups.dialog.getByRole('button', { name: 'Give back' }).click();
  await operator.sees('3.00 USD are given back to Ida.');
  await operator.sees('3.00 USD given back');

  // Her bills say so by themselves.
  await ida.sees('3.00 USD given back');
  await ida.sees('3.00 USD taken off');

  await operator.presses(giveBack);
  await operator.sees('Their part, which becomes smaller: up to 13.00 USD');
  await operator.groups.dialog.getByRole('button', { name: 'Give back' }).click();
  await operator.sees('13.00 USD are given back to Ida.');
  await operator.seesNoMore(giveBack);
  await ida.sees(/Refunded to you\.$/);
});
