import { test } from '../harness/test';

test('a payment that did not come is rejected with a reason, and claimed again', async ({ people }) => {
  // The first account is the server's operator, who receives the money.
  const operator = await people.member('Olga');
  const dee = await people.member('Dee');
  const group = await dee.groups.startAlone('Duo');
  await dee.goTo(`/groups/${group}`);
  await dee.groups.claimPayment('by carrier pigeon');

  await operator.goTo('/payments');
  const claim = operator.page.getByRole('listitem').filter({ hasText: 'Dee says:' });
  await claim.getByRole('button', { name: 'Not received' }).click();
  await operator.groups.dialog.getByRole('button', { name: 'Not received' }).click();
  await operator.sees('Say why, so that Dee knows what to do.');
  await operator.fills('Reason', 'The pigeon came without a letter.');
  await operator.groups.dialog.getByRole('button', { name: 'Not received' }).click();
  await operator.seesNoMore(claim);

  await dee.sees('Your payment was not confirmed: “The pigeon came without a letter.”');
  await dee.groups.claimPayment('by transfer');
  await operator.groups.confirmPayment('Dee');
  await dee.sees(/Paid, thank you\./);
});
