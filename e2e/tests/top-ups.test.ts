import { accessibilityFaults } from '../harness/axe';
import { DEVICE_NAMES, THEMES } from '../harness/person';
import { expect, test } from '../harness/test';

test('credit is ordered, paid by hand, and there at once; the operator sees it against what was used', async ({
  people,
}) => {
  const operator = await people.member('Olga');
  const dee = await people.member('Dee');
  const group = await dee.groups.startAlone('Duo');
  await dee.goTo(`/groups/${group}/billing`);
  const more = dee.groups.section('More credit');
  // A Duo is 16.00 USD for 13.00 USD of credit, and so is what is bought beside it.
  await more.getByLabel('How much').selectOption({ label: '10.00 USD of credit for 12.31 USD' });
  await more.getByRole('button', { name: 'Order' }).click();
  await dee.sees('You have ordered 10.00 USD of credit. It comes as soon as 12.31 USD are paid.');
  for (const device of DEVICE_NAMES) {
    for (const theme of THEMES) {
      await dee.looks(device, theme);
      expect(await accessibilityFaults(dee.page), `${device}, ${theme}`).toEqual([]);
    }
  }
  await more.getByRole('button', { name: 'I have paid' }).click();
  await dee.groups.dialog.getByRole('button', { name: /^I have paid/ }).click();
  await dee.sees('You have ordered 10.00 USD of credit. Your payment is under way.');

  await operator.goTo('/payments');
  const claim = operator.page.getByRole('listitem').filter({ hasText: 'Dee says: 12.31 USD paid' });
  await claim.getByRole('button', { name: 'Confirm' }).click();
  await operator.seesNoMore(claim);

  await dee.sees('You have 10.00 USD left of what you bought.');
  await dee.sees('Credit that one member bought');
  await dee.goTo(`/groups/${group}/usage`);
  await dee.sees(dee.page.getByRole('columnheader', { name: 'Extra' }));

  await operator.goTo('/operator');
  const row = operator.page.getByRole('row').filter({ hasText: 'Alone' });
  await operator.sees(row.getByRole('cell', { name: '28.31 USD' }).first());
});
