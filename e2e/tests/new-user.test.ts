import { AuthenticatorApp } from '../harness/authenticatorApp';
import { testWithMail as test } from '../harness/test';
import { addAuthenticator } from '../harness/virtualAuthenticator';

/** The story of issue 3, as somebody new lives it. */
test('a new user: a passkey on the laptop, password and code on the phone, the password lost, the chats read again', async ({
  people,
  vendor,
  mailbox,
}) => {
  await vendor.answers({ text: 'On Thursday, at seven.' });
  const laptop = await people.visitor('Ann', { byName: true });
  await addAuthenticator(laptop, { prf: true });
  const recoveryCode = await laptop.signUp();
  await laptop.goTo('/settings/passkeys');
  await laptop.clicks('Add a passkey');
  await laptop.fills('Name', 'Laptop');
  await laptop.fills('Your password', laptop.account.password);
  await laptop.page.getByRole('dialog').getByRole('button', { name: 'Add a passkey' }).click();
  await laptop.sees('Opens your chats');
  await laptop.goTo('/settings/two-step');
  await laptop.clicks('Set up');
  await laptop.fills('Your password', laptop.account.password);
  await laptop.clicks('Next');
  await laptop.sees(laptop.page.getByRole('img', { name: 'QR code for your authenticator app' }));
  const app = new AuthenticatorApp(await laptop.typed('Key'));
  await laptop.fills('Code from the app', app.code());
  await laptop.clicks('Switch on');
  const backupCodes = laptop.page.getByRole('list', { name: 'Your backup codes' }).getByRole('listitem');
  await laptop.sees(backupCodes.first());
  const backupCode = await backupCodes.first().innerText();
  await laptop.clicks('I kept them');
  await laptop.groups.startAlone();
  await laptop.chat.askFully('When do we meet?');
  const chat = laptop.path;

  // On the laptop the passkey is enough.
  await laptop.signOut();
  await laptop.goTo('/sign-in');
  await laptop.clicks('Sign in with a passkey');
  await laptop.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await laptop.goTo(chat);
  await laptop.sees('On Thursday, at seven.');

  // The phone knows only the password, and is asked for a code.
  const phone = await people.deviceOf(laptop, {
    device: 'phone',
    signIn: async (person) => {
      await person.goTo('/sign-in');
      await person.fills('Email address', person.account.email);
      await person.fills('Password', person.account.password);
      await person.clicks('Sign in');
      await person.fills('Code', app.code());
      await person.clicks('Sign in');
      await person.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    },
  });
  await phone.goTo(chat);
  await phone.sees('On Thursday, at seven.');

  // The password is lost, on a device where nobody is signed in: the link in the mail and the recovery code.
  const tablet = await people.visitor('Ann', { device: 'phone' });
  Object.assign(tablet.account, laptop.account);
  await tablet.goTo('/forgot-password');
  await tablet.fills('Email address', tablet.account.email);
  await tablet.clicks('Mail me a link');
  let link: string | undefined;
  // She gets other mail too.
  while (link === undefined) {
    const mail = await mailbox.next(tablet.account.email);
    link = mail.match(/https?:\/\/\S+\/(reset-password#\S+)/)?.[1];
  }
  await tablet.goTo(`/${link}`);
  tablet.account.password = 'another secret, which is kept this time';
  await tablet.fills('New password', tablet.account.password);
  await tablet.fills('Your recovery code', recoveryCode);
  await tablet.clicks('Set new password');
  await tablet.sees(/your chats are kept/);
  tablet.watch.hides((await tablet.recoveryCode()).trim());
  await tablet.clicks('I kept it');
  await tablet.arrivesAt(/^\/sign-in$/);

  // The other devices are signed out, and the second factor is still asked for; a backup code stands in for the app.
  await phone.arrivesAt(/^\/(sign-in)?$/);
  await tablet.fills('Email address', tablet.account.email);
  await tablet.fills('Password', tablet.account.password);
  await tablet.clicks('Sign in');
  await tablet.fills('Code', backupCode);
  await tablet.clicks('Sign in');
  await tablet.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await tablet.goTo(chat);
  await tablet.sees('On Thursday, at seven.');
  await tablet.sees('When do we meet?');
});
