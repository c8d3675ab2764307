import { faultsOf } from '../harness/faults';
import type { Mailbox } from '../harness/mailbox';
import type { Person } from '../harness/person';
import { expect, testWithMail as test } from '../harness/test';

const RESET_LINK = /https?:\/\/\S+\/(reset-password#\S+)/;

/** Asks for a link as somebody who cannot sign in, and follows the one in the mail. */
async function followsMailedLink(person: Person, mailbox: Mailbox): Promise<void> {
  await person.goTo('/sign-in');
  await person.page.getByRole('link', { name: 'Forgot your password?' }).click();
  // Signing in has a field of the same name.
  await person.sees(person.page.getByRole('heading', { name: 'Forgot your password?' }));
  await person.fills('Email address', person.account.email);
  await person.clicks('Mail me a link');
  await person.sees(/a mail is on its way/);
  const link = RESET_LINK.exec(await mailbox.next(person.account.email, RESET_LINK))?.[1];
  expect(link).toBeDefined();
  await person.goTo(`/${link}`);
  await person.sees(person.page.getByLabel('New password'));
  // The token stays in neither the address nor the history.
  expect(new URL(person.page.url()).hash).toBe('');
}

async function keepsNewCode(person: Person): Promise<string> {
  await person.sees('Keep your recovery code');
  const code = (await person.recoveryCode()).trim();
  person.watch.hides(code);
  await person.clicks('I kept it');
  await person.arrivesAt(/^\/sign-in$/);
  return code;
}

test('somebody who forgot the password reads the old chats again with the recovery code', async ({
  people,
  vendor,
  mailbox,
}) => {
  await vendor.answers({ text: 'On Thursday.' });
  const ann = await people.visitor('Ann');
  const code = await ann.signUp();
  await ann.groups.startAlone();
  await ann.chat.askFully('When do we meet?');
  const chat = ann.path;

  // Another browser, on a phone, where nobody is signed in.
  const phone = await people.visitor('Ann', { device: 'phone' });
  Object.assign(phone.account, ann.account);
  await followsMailedLink(phone, mailbox);
  phone.account.password = 'a new password for the kitchen';
  await phone.fills('New password', phone.account.password);
  await phone.fills('Your recovery code', code.toLowerCase());
  await phone.clicks('Set new password');
  await phone.sees(/your chats are kept/);
  await keepsNewCode(phone);
  await phone.signIn();
  await phone.goTo(chat);
  await phone.sees('On Thursday.');
});

test('without the code the chats stay sealed until the old code is found', async ({
  people,
  vendor,
  mailbox,
}) => {
  await vendor.answers({ text: 'Under the stairs.' });
  const bo = await people.visitor('Bo');
  const code = await bo.signUp();
  await bo.groups.startAlone();
  await bo.chat.askFully('Where is it?');
  const chat = bo.path;

  const later = await people.visitor('Bo');
  Object.assign(later.account, bo.account);
  await followsMailedLink(later, mailbox);
  later.account.password = 'a new password for the cellar';
  await later.fills('New password', later.account.password);
  await later.clicks('I do not have my recovery code');
  await later.sees('All your chats so far will be sealed');
  await later.clicks('Set new password and seal my chats');
  await keepsNewCode(later);
  await later.signIn();
  await later.goTo(chat);
  await later.sees('Sealed since your password was lost.');
  expect(await later.page.getByText('Under the stairs.').count()).toBe(0);

  await later.page.getByRole('link', { name: 'Unlock it' }).first().click();
  await later.fills('Your recovery code', code);
  await later.clicks('Unlock');
  await later.sees('Your earlier chats are open again.');
  await later.goTo(chat);
  await later.sees('Under the stairs.');
});

test('its pages can be read by everybody, on every device, in both themes', async ({ people, mailbox }) => {
  const cy = await people.visitor('Cy');
  const code = await cy.signUp();
  await cy.groups.startAlone();
  await cy.chat.askFully('Is it sealed?');
  const chat = cy.path;
  const faults: string[] = [];

  const later = await people.visitor('Cy');
  Object.assign(later.account, cy.account);
  await later.goTo('/forgot-password');
  await later.clicks('Mail me a link');
  await later.sees('An email address looks like name@example.org.');
  faults.push(...(await faultsOf(later, 'forgot, refused')));
  await followsMailedLink(later, mailbox);
  faults.push(...(await faultsOf(later, 'new password')));
  later.account.password = 'a new password for the attic';
  await later.fills('New password', later.account.password);
  await later.fills('Your recovery code', 'ABCD-EFGH');
  await later.clicks('Set new password');
  await later.sees(later.page.getByRole('alert'));
  faults.push(...(await faultsOf(later, 'wrong code')));
  await later.clicks('I do not have my recovery code');
  await later.sees('All your chats so far will be sealed');
  faults.push(...(await faultsOf(later, 'without the code')));
  await later.clicks('Set new password and seal my chats');
  await keepsNewCode(later);
  await later.signIn();
  await later.goTo(chat);
  await later.sees('Sealed since your password was lost.');
  faults.push(...(await faultsOf(later, 'sealed')));
  await later.page.getByRole('link', { name: 'Unlock it' }).first().click();
  await later.fills('Your recovery code', code);
  faults.push(...(await faultsOf(later, 'unlock')));
  expect(faults).toEqual([]);
});
