import { expect, newAccount, test } from '../harness/test';

test('a taken address is told in place, with the way to sign in and everything still typed', async ({
  people,
}) => {
  const ann = await people.member('Ann');
  const bo = await people.visitor('Bo');
  await bo.goTo('/sign-up');
  await bo.fillSignUp();
  await bo.fills('Email address', ann.account.email.toUpperCase());
  await bo.clicks('Create account');
  await bo.sees('There is already an account with this address. Sign in instead.');
  expect(await bo.typed('Your name')).toBe('Bo');
  expect(await bo.typed('Email address')).toBe(ann.account.email.toUpperCase());
  expect(await bo.typed('Password')).toBe(bo.account.password);
  await bo.sees(bo.page.getByRole('link', { name: 'Sign in' }));

  await bo.fills('Email address', bo.account.email);
  await bo.clicks('Create account');
  await bo.sees('Keep your recovery code');
});

test('a wrong password and an unknown address are refused alike, with everything still typed', async ({
  people,
}) => {
  const ann = await people.member('Ann');
  const again = await people.visitor('Ann');
  const sentence = 'That email address and password do not belong together. Check both and try again.';
  for (const email of [ann.account.email, newAccount('Nobody').email]) {
    await again.goTo('/sign-in');
    await again.fills('Email address', email);
    await again.fills('Password', 'not the right one');
    await again.clicks('Sign in');
    await again.sees(sentence);
    expect(await again.typed('Email address')).toBe(email);
    expect(await again.typed('Password')).toBe('not the right one');
  }
});

test('what is missing in a form is said beside it, and the first such field has the focus', async ({
  people,
}) => {
  const ann = await people.visitor('Ann');
  await ann.goTo('/sign-up');
  await ann.fills('Email address', 'ann');
  await ann.fills('Password', 'short');
  await ann.clicks('Create account');
  await ann.sees('Tell us your name.');
  await ann.sees('An email address looks like name@example.org.');
  await ann.sees('5 more characters, please: it takes at least 10.');
  expect(await ann.page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('name');
  expect(await ann.typed('Password')).toBe('short');
});

test('without a connection nothing typed is lost, and afterwards it goes through', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.goTo('/groups/new');
  await ann.fills('Name of the group', 'The lighthouse');
  await ann.page.getByRole('radio', { name: 'Duo' }).check();
  await ann.context.setOffline(true);
  await ann.sees('You are offline. What you type stays here until you are back.');
  await ann.clicks('Create group');
  await ann.sees('No connection to the server. Nothing you typed is lost; try again in a moment.');
  expect(await ann.typed('Name of the group')).toBe('The lighthouse');
  await ann.context.setOffline(false);
  await ann.seesNoMore('You are offline. What you type stays here until you are back.');
  await ann.clicks('Create group');
  await ann.sees(ann.page.getByRole('heading', { name: 'The lighthouse' }));
});

test('an address that leads nowhere, or to somebody else, shows nothing', async ({ people }) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.create('The cellar', 'Duo');
  const bo = await people.member('Bo');
  for (const path of [
    `/groups/${group}`,
    `/groups/${group}/billing`,
    `/groups/${group}/chat`,
    '/no/such/page',
  ]) {
    await bo.goTo(path);
    await bo.sees(/There is nothing here/);
    expect(await bo.page.getByText('The cellar').count()).toBe(0);
  }
});
