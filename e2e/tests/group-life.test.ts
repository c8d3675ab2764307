import { test } from '../harness/test';

test('three change how the price is shared, pay by hand, and one covers another', async ({ people }) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.create('The three of us', 'Trio');
  const bo = await people.member('Bo');
  const cy = await people.member('Cy', { device: 'phone' });
  for (const person of [ann, bo, cy]) {
    person.watch.othersChangeThePage();
  }
  for (const person of [bo, cy]) {
    await person.groups.join(await ann.groups.invite());
  }
  await ann.sees(/^Day 1 of \d\d/);

  // Percentages: the editor says by how much they are off, then what everybody would pay.
  await ann.groups.section('How the price is shared').getByRole('button', { name: 'Change' }).click();
  await ann.page.getByLabel('Way of sharing').selectOption('Percentages');
  await ann.page.getByLabel('Percent for Ann').fill('20');
  await ann.page.getByLabel('Percent for Bo').fill('30');
  await ann.page.getByLabel('Percent for Cy').fill('45');
  await ann.sees('Under by 5 %.');
  await ann.page.getByLabel('Percent for Cy').fill('50');
  await ann.sees(ann.groups.dialog.getByText('12.00 USD'));
  await ann.sees('It counts once that person has approved.');
  await ann.clicks('Propose it');

  // Cy would pay more, so Cy is asked; it counts from the next month.
  await cy.goTo(`/groups/${group}`);
  await cy.sees('Ann proposes another way of sharing');
  await cy.clicks('Approve');
  await cy.sees('You approved.');
  await bo.goTo(`/groups/${group}`);
  await bo.sees('By percentages.');

  await bo.groups.claimPayment('from Bo');
  await ann.groups.confirmPayment('Bo');
  await bo.sees(/Paid, thank you\./);

  // Bo pays for Cy, who then owes it to Bo.
  await bo.goTo(`/groups/${group}/billing`);
  await bo.clicks('Cover Cy');
  await bo.groups.dialog.getByRole('button', { name: /8\.00 USD/ }).click();
  await ann.groups.confirmPayment('Bo');
  await cy.sees(/Somebody covered you/);
  await bo.goTo(`/groups/${group}`);
  await bo.sees(bo.groups.section('Settle up').getByText('8.00 USD'));
});
