import { AuthenticatorApp } from '../harness/authenticatorApp';
import { accessibilityFaults } from '../harness/axe';
import type { Person } from '../harness/person';
import { expect, test } from '../harness/test';

/** Sets two-step sign-in up on the page; the app, and the backup codes. */
async function setUpTwoSteps(person: Person): Promise<{ app: AuthenticatorApp; codes: string[] }> {
  await person.goTo('/settings/two-step');
  await person.clicks('Set up');
  await person.fills('Your password', person.account.password);
  await person.clicks('Next');
  await person.sees(person.page.getByRole('img', { name: 'QR code for your authenticator app' }));
  expect(await accessibilityFaults(person.page)).toEqual([]);
  const key = await person.typed('Key');
  person.watch.hides(key.replaceAll(' ', ''));
  const app = new AuthenticatorApp(key);
  await person.fills('Code from the app', app.code());
  await person.clicks('Switch on');
  const list = person.page.getByRole('list', { name: 'Your backup codes' });
  await person.sees(list);
  expect(await accessibilityFaults(person.page)).toEqual([]);
  const codes = await list.getByRole('listitem').allInnerTexts();
  for (const code of codes) {
    person.watch.hides(code);
  }
  await person.clicks('I kept them');
  await person.sees('10 backup codes are left.');
  return { app, codes };
}

/** Types address and password on the sign-in page. */
async function typePassword(person: Person): Promise<void> {
  await person.goTo('/sign-in');
  await person.fills('Email address', person.account.email);
  await person.fills('Password', person.account.password);
  await person.clicks('Sign in');
}

test('two-step sign-in: set up on a laptop, asked for on a phone, with a backup code when the app is lost', async ({
  people,
}) => {
  const ann = await people.member('Ann');
  const { app, codes } = await setUpTwoSteps(ann);

  const phone = await people.deviceOf(ann, {
    device: 'phone',
    signIn: async (person) => {
      await typePassword(person);
      await person.sees('Your password is right.');
      expect(await accessibilityFaults(person.page)).toEqual([]);
      await person.fills('Code', '000000');
      await person.clicks('Sign in');
      await person.sees('This code is not right');
      await person.fills('Code', app.code());
      await person.clicks('Sign in');
    },
  });
  await phone.arrivesAt(/^\/groups\/new$/);

  const tablet = await people.deviceOf(ann, {
    signIn: async (person) => {
      await typePassword(person);
      await person.fills('Code', codes[0] ?? '');
      await person.clicks('Sign in');
    },
  });
  await tablet.arrivesAt(/^\/groups\/new$/);
  await tablet.goTo('/settings/two-step');
  await tablet.sees('9 backup codes are left.');
  await tablet.clicks('Switch off');
  await tablet.fills('Your password', ann.account.password);
  await tablet.fills('Code from the app, or a backup code', codes[1] ?? '');
  await tablet.page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
  await tablet.sees('Signing in takes only your password.');
  // The page on the laptop is still open, and learns of it.
  await ann.sees('Signing in takes only your password.');
});

test('a device is signed out from another, and its open page goes at once', async ({ people }) => {
  const ann = await people.member('Ann');
  const phone = await people.deviceOf(ann, { device: 'phone' });
  await phone.goTo('/settings/devices');
  await phone.sees('This device');
  await ann.goTo('/settings/devices');
  const rows = ann.page.getByRole('main').getByRole('listitem');
  await ann.sees(rows.filter({ hasText: 'This device' }));
  const other = rows.filter({ hasNotText: 'This device' }).getByRole('button', { name: /^Sign out Chrom/ });
  await other.click();
  await ann.fills('Your password', 'not her password');
  const dialog = ann.page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await ann.sees('This is not your password.');
  expect(await accessibilityFaults(ann.page)).toEqual([]);
  await ann.fills('Your password', ann.account.password);
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await ann.sees('You are signed in nowhere else.');
  await phone.arrivesAt(/^\/(sign-in)?$/);
});
