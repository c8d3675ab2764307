import { faultsOf } from '../harness/faults';
import type { Mailbox } from '../harness/mailbox';
import type { Person } from '../harness/person';
import { expect, testWithVerification as test } from '../harness/test';

const VERIFY_LINK = /https?:\/\/\S+\/(verify-email#\S+)/;

async function mailedLink(person: Person, mailbox: Mailbox): Promise<string> {
  const link = VERIFY_LINK.exec(await mailbox.next(person.account.email, VERIFY_LINK))?.[1];
  expect(link).toBeDefined();
  return `/${link}`;
}

test('an address is confirmed by the mailed link, on any device, and nobody is asked any more', async ({
  people,
  mailbox,
}) => {
  const ann = await people.visitor('Ann');
  await ann.signUp();
  await ann.sees(`Confirm ${ann.account.email} by the link in the mail that you got.`);
  const faults = await faultsOf(ann, 'asked to confirm');
  const first = await mailedLink(ann, mailbox);
  await ann.clicks('Mail it again');
  await ann.sees('A new mail is on its way.');
  const second = await mailedLink(ann, mailbox);

  // Another browser, where nobody is signed in.
  const phone = await people.visitor('Ann', { device: 'phone' });
  await phone.goTo(second);
  await phone.sees('Your address is confirmed.');
  faults.push(...(await faultsOf(phone, 'confirmed')));
  await ann.page.reload();
  await ann.sees(ann.page.getByRole('heading', { level: 1 }));
  await ann.seesNoMore('Mail it again');

  // What was used, or replaced by a newer one, does nothing and says so.
  for (const link of [second, first]) {
    await phone.goTo('/');
    await phone.goTo(link);
    await phone.sees(phone.page.getByRole('alert'));
  }
  faults.push(...(await faultsOf(phone, 'a link that is not good any more')));
  expect(faults).toEqual([]);
});
