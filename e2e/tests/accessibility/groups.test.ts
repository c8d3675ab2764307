import { faultsOf } from '../../harness/faults';
import { expect, test } from '../../harness/test';

test('a group before its first month: new, forming, invitation', async ({ people }) => {
  const ann = await people.member('Ann');
  ann.watch.noticesSmallJumps();
  const faults: string[] = [];
  await ann.goTo('/groups/new');
  await ann.sees(ann.page.getByRole('radio', { name: 'Trio' }));
  faults.push(...(await faultsOf(ann, 'new group')));
  const group = await ann.groups.create('A table for two', 'Duo');
  const invitation = await ann.groups.invite();
  faults.push(...(await faultsOf(ann, 'forming group')));
  await ann.clicks('Invite');
  await ann.clicks('Make a link');
  await ann.sees(ann.page.getByLabel('QR code of the invitation link'));
  faults.push(...(await faultsOf(ann, 'invitation link')));
  await ann.goTo(`/groups/${group}/chat`);
  await ann.sees('Chat starts with the first month');
  faults.push(...(await faultsOf(ann, 'chat of a forming group')));

  const bo = await people.visitor('Bo');
  bo.watch.noticesSmallJumps();
  await bo.goTo(invitation);
  await bo.sees('Ann invites you to A table for two');
  faults.push(...(await faultsOf(bo, 'invitation')));
  await bo.page.getByRole('link', { name: 'Create an account to join' }).click();
  await bo.signUp();
  faults.push(...(await faultsOf(bo, 'invitation, signed in')));
  expect(faults).toEqual([]);
});

test('a group in its first month: running, claim, billing, usage, payments, another plan', async ({
  people,
}) => {
  const ann = await people.member('Ann');
  ann.watch.noticesSmallJumps();
  const faults: string[] = [];
  const group = await ann.groups.create('A table for two', 'Duo');
  const bo = await people.member('Bo');
  bo.watch.noticesSmallJumps();
  const invitation = await ann.groups.invite();
  // The page of a group is another one once it has begun.
  await ann.goTo('/payments');
  await bo.groups.join(invitation);
  await bo.sees(/^Day 1 of/);
  faults.push(...(await faultsOf(bo, 'running group')));
  await bo.clicks('I have paid');
  await bo.sees(bo.groups.dialog);
  faults.push(...(await faultsOf(bo, 'claim')));
  await bo.page.keyboard.press('Escape');
  await bo.groups.claimPayment('cash');
  for (const page of ['billing', 'usage']) {
    await bo.goTo(`/groups/${group}/${page}`);
    await bo.sees(bo.page.getByRole('heading', { level: 1 }));
    faults.push(...(await faultsOf(bo, page)));
  }
  await ann.goTo('/payments');
  await ann.sees(ann.page.getByRole('heading', { level: 1 }));
  faults.push(...(await faultsOf(ann, 'payments')));
  await ann.goTo(`/groups/${group}`);
  await ann.clicks('Change the plan');
  await ann.groups.dialog.getByRole('radio', { name: 'Trio' }).check();
  await ann.sees(/^It counts at once/);
  faults.push(...(await faultsOf(ann, 'another plan')));
  expect(faults).toEqual([]);
});
