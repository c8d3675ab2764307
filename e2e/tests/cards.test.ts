import { accessibilityFaults } from '../harness/axe';
import { DEVICE_NAMES, type Person, THEMES } from '../harness/person';
import { expect, testWithCards as test } from '../harness/test';

const PAYS = '4242424242424242';
const DECLINED = '4000000000000341';
const ASKS = '4000002760003184';

/** Alone in a group whose first part is due, on its billing page. */
async function due(person: Person): Promise<string> {
  const group = await person.groups.startAlone('Duo');
  await person.goTo(`/groups/${group}/billing`);
  await person.sees('No card saved');
  return group;
}

test('a card is saved at the vendor’s page, and what is due is paid with it', async ({ people, vendor }) => {
  const dee = await people.member('Dee');
  await due(dee);
  await dee.groups.saveCard(PAYS, vendor.url);
  await dee.sees(/Paid, thank you\./);
  await dee.sees(/^Paid by card on /);
  expect(dee.page.url(), 'nothing of the visit stays in the address').not.toContain('card=');

  // Her bank takes the payment back: the page hears it by itself.
  await vendor.disputesLastCharge();
  await dee.sees('The bank has taken this payment back until it is decided');

  await dee.clicks('Remove card');
  await dee.groups.dialog.getByRole('button', { name: 'Remove card' }).click();
  await dee.sees('No card saved');
});

test('a declined card says why, and another one pays', async ({ people, vendor }) => {
  const eli = await people.member('Eli');
  await due(eli);
  await eli.groups.saveCard(DECLINED, vendor.url);
  await eli.sees(/^Your card was not charged: your bank declined it/);
  await eli.sees(/^The card was declined on /);
  await eli.groups.saveCard(PAYS, vendor.url);
  await eli.sees(/Paid, thank you\./);
});

test('a bank that asks is answered on its own page', async ({ people, vendor }) => {
  const fay = await people.member('Fay');
  await due(fay);
  await fay.groups.typeCard(ASKS, vendor.url);
  // The page goes to the bank by itself, or, where the server was quicker, by the button; which is gone where the page leaves meanwhile.
  const bank = fay.page.getByRole('heading', { name: 'Your bank asks' });
  const button = fay.page.getByRole('button', { name: 'Confirm with your bank' });
  await fay.sees(bank.or(button));
  if (await button.isVisible()) {
    await button.click().catch(() => undefined);
  }
  await fay.sees(bank);
  await fay.clicks('Confirm payment');
  await fay.arrivesAt(/\/billing$/);
  await fay.sees(/Paid, thank you\./);
});

test('nobody has to see or use a mouse to pay by card', async ({ people, vendor }) => {
  const gus = await people.member('Gus');
  await due(gus);
  const faults: string[] = [];
  for (const state of ['no card', 'declined']) {
    for (const device of DEVICE_NAMES) {
      for (const theme of THEMES) {
        await gus.looks(device, theme);
        const found = await accessibilityFaults(gus.page);
        faults.push(...found.map((fault) => `${state}, ${device}, ${theme}: ${fault}`));
      }
      const beyond = await gus.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(beyond, `${state}, ${device}: wider than the window`).toBeLessThanOrEqual(0);
    }
    if (state === 'no card') {
      await gus.groups.saveCard(DECLINED, vendor.url);
      await gus.sees(/^Your card was not charged/);
    }
  }
  expect(faults).toEqual([]);
  await gus.presses(gus.page.getByRole('button', { name: /^Pay .* with •••• 0341$/ }));
  await gus.sees('Your card was declined. Nothing was charged.');
});
