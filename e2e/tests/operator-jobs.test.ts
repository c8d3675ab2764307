import { faultsOf } from '../harness/faults';
import { expect, testWithMail as test } from '../harness/test';

test('the operator sees why a mail did not go, has it tried again, and reads that they did', async ({
  people,
  mailbox,
}) => {
  const olga = await people.member('Olga');
  const group = await olga.groups.create('Kitchen table', 'Duo');
  mailbox.isFull(true);
  const api = await olga.api();
  expect(await api.status('POST', `/groups/${group}/invitations`, { email: 'bo@example.org' })).toBe(201);

  await olga.goTo('/operator');
  await olga.sees(olga.page.getByRole('rowheader', { name: 'Months that end' }));
  olga.watch.noticesSmallJumps();
  const job = olga.page.getByRole('listitem').filter({ hasText: 'Invitation by mail' });
  await olga.sees(job.filter({ hasText: 'The mail server did not take it' }));
  const faults = await faultsOf(olga, 'a mail that failed');

  mailbox.isFull(false);
  await olga.clicks('Try again');
  await olga.sees('A job is tried again: Invitation by mail');
  expect(await mailbox.next('bo@example.org')).toContain('Kitchen table');
  await olga.page.reload();
  await olga.sees('Nothing waits to be sent.');
  faults.push(...(await faultsOf(olga, 'nothing waits')));
  expect(faults).toEqual([]);
});
