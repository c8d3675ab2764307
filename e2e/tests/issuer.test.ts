import { faultsOf } from '../harness/faults';
import type { Person } from '../harness/person';
import { expect, testWithIssuer as test } from '../harness/test';

/** Going to the issuer's page is what this is about. */
function mayLeave(person: Person): void {
  person.watch.expects(/^request to another host: http:\/\/127\.0\.0\.1:\d+\/issuer\/authorize\?/);
}

test('somebody signs up with the issuer and reads their chats on a phone, with a password that it never sees', async ({
  people,
  vendor,
}) => {
  await vendor.answers({ text: 'On Thursday.' });
  const ann = await people.visitor('Ann');
  mayLeave(ann);
  const { email, password } = ann.account;
  await vendor.recognises({ subject: 'ann', email, email_verified: true, name: 'Ann' });
  await ann.goTo('/sign-up');
  await ann.clicks('Continue with Kitchen ID');
  await ann.sees('Kitchen ID knows you.');
  expect(new URL(ann.page.url()).search, 'the code stays in no address').toBe('');
  const faults = await faultsOf(ann, 'sign up with the issuer');
  expect(await ann.typed('Your name')).toBe('Ann');
  expect(await ann.typed('Email address')).toBe(email);
  await ann.fills('Password for your chats', password);
  await ann.clicks('Create account');
  await ann.sees('Keep your recovery code');
  const code = (await ann.recoveryCode()).trim();
  ann.watch.hides(code);
  await ann.clicks('I kept it');
  await ann.arrivesAt(/^\/groups\/new$/);
  await ann.groups.startAlone();
  await ann.chat.askFully('When do we meet?');
  const chat = ann.path;

  const phone = await people.deviceOf(ann, {
    device: 'phone',
    signIn: async (person) => {
      mayLeave(person);
      await person.goTo(`/sign-in?next=${encodeURIComponent(chat)}`);
      await person.sees('Continue with Kitchen ID');
      faults.push(...(await faultsOf(person, 'sign in')));
      await person.clicks('Continue with Kitchen ID');
      await person.sees('Kitchen ID says that it is you.');
      faults.push(...(await faultsOf(person, 'unlock after the issuer')));
      await person.fills('Password', 'not her password');
      await person.clicks('Open and sign in');
      await person.sees('This is not your password.');
      await person.fills('Password', password);
      await person.clicks('Open and sign in');
    },
  });
  await phone.sees('On Thursday.');
  expect(phone.path).toBe(chat);

  // The password alone lets nobody in.
  const thief = await people.visitor('Ann');
  await thief.goTo('/sign-in');
  await thief.fills('Email address', email);
  await thief.fills('Password', password);
  await thief.clicks('Sign in');
  await thief.sees('You made this account with another sign-in.');

  // The recovery code does what the password does, once.
  const tablet = await people.visitor('Ann');
  mayLeave(tablet);
  await tablet.goTo('/sign-in');
  await tablet.clicks('Continue with Kitchen ID');
  await tablet.clicks('I have my recovery code instead');
  await tablet.fills('Your recovery code', code);
  await tablet.clicks('Open and sign in');
  await tablet.sees('You used your recovery code, so it is replaced by a new one:');
  expect((await tablet.recoveryCode()).trim()).not.toBe(code);
  await tablet.clicks('I kept it');
  await tablet.goTo(chat);
  await tablet.sees('On Thursday.');
  expect(faults).toEqual([]);
});

test('a member ties the account in the settings, signs in by it, and unties it', async ({
  people,
  vendor,
}) => {
  const bo = await people.member('Bo');
  mayLeave(bo);
  await vendor.recognises({ subject: 'bo', email: 'bo@id.example', name: 'Bo' });
  await bo.goTo('/settings/password');
  const heading = bo.page.getByRole('heading', { name: 'Sign in with Kitchen ID' });
  const section = bo.page.locator('section section').filter({ has: heading });
  await section.getByLabel('Your password').fill(bo.account.password);
  await section.getByRole('button', { name: 'Tie to Kitchen ID' }).click();
  await bo.sees('Your account is tied to Kitchen ID since');
  await bo.sees('bo@id.example');
  expect(await faultsOf(bo, 'tied account')).toEqual([]);

  const phone = await people.deviceOf(bo, {
    device: 'phone',
    signIn: async (person) => {
      mayLeave(person);
      await person.goTo('/sign-in');
      await person.clicks('Continue with Kitchen ID');
      // The page before has a field of the same name.
      await person.sees('Kitchen ID says that it is you.');
      await person.fills('Password', bo.account.password);
      await person.clicks('Open and sign in');
    },
  });
  await phone.arrivesAt(/^\/groups\/new$/);

  await section.getByLabel('Your password').fill(bo.account.password);
  await section.getByRole('button', { name: 'Untie from Kitchen ID' }).click();
  await bo.sees('Tie your account to Kitchen ID');
});

test('who changes their mind at the issuer comes back to where they were', async ({ people }) => {
  const cy = await people.visitor('Cy');
  await cy.goTo('/sign-in/return?error=access_denied&state=x');
  await cy.sees('You did not finish there');
  expect(await faultsOf(cy, 'nothing from the issuer')).toEqual([]);
  await cy.page.getByRole('link', { name: 'Back to signing in' }).click();
  await cy.sees('Welcome back');
  // Somebody else's answer, in a browser that has asked nothing.
  await cy.goTo('/sign-in/return?code=stolen&state=x');
  await cy.sees('This sign-in took too long, or was used before.');
});
