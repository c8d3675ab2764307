import { accessibilityFaults } from '../harness/axe';
import type { Person } from '../harness/person';
import { expect, test } from '../harness/test';
import { addAuthenticator } from '../harness/virtualAuthenticator';

/** Adds a passkey on the settings page. */
async function addPasskey(person: Person, name: string): Promise<void> {
  await person.goTo('/settings/passkeys');
  await person.clicks('Add a passkey');
  expect(await accessibilityFaults(person.page)).toEqual([]);
  await person.fills('Name', name);
  await person.fills('Your password', person.account.password);
  await person.page.getByRole('dialog').getByRole('button', { name: 'Add a passkey' }).click();
  await person.sees(person.page.getByRole('listitem').filter({ hasText: name }));
}

test('a passkey that opens the chats signs in with one press, and reads what was written before', async ({
  people,
}) => {
  const ann = await people.member('Ann', { byName: true });
  const group = await ann.groups.startAlone('Crumbs');
  const api = await ann.api();
  await api.call('POST', '/conversations', { group_id: group, title: 'What we said yesterday' });
  await addAuthenticator(ann, { prf: true });
  await addPasskey(ann, 'Laptop');
  await ann.sees('Opens your chats');
  await ann.clicks('More for Laptop');
  await ann.page.getByRole('menuitem', { name: 'Rename' }).click();
  await ann.fills('Name', 'Old laptop');
  await ann.clicks('Rename');
  await ann.sees(ann.page.getByRole('button', { name: 'More for Old laptop' }));
  await ann.signOut();

  await ann.goTo('/sign-in');
  await ann.sees('Sign in with a passkey');
  expect(await accessibilityFaults(ann.page)).toEqual([]);
  await ann.clicks('Sign in with a passkey');
  await ann.arrivesAt(new RegExp(`^/groups/${group}/chat`));
  await ann.sees('What we said yesterday');
});

test('a passkey that was removed signs nobody in', async ({ people }) => {
  const ann = await people.member('Ann', { byName: true });
  await addAuthenticator(ann, { prf: true });
  await addPasskey(ann, 'Laptop');
  await ann.clicks('More for Laptop');
  await ann.page.getByRole('menuitem', { name: 'Remove' }).click();
  await ann.fills('Your password', ann.account.password);
  await ann.clicks('Remove');
  await ann.sees('Laptop is removed.');
  await ann.signOut();
  await ann.goTo('/sign-in');
  await ann.clicks('Sign in with a passkey');
  await ann.sees('This passkey was not accepted.');
});

test('a passkey that cannot open the chats asks for the password once', async ({ people }) => {
  const ann = await people.member('Ann', { byName: true, device: 'phone' });
  await addAuthenticator(ann, { prf: false });
  await addPasskey(ann, 'Phone');
  await ann.sees('Asks for your password too');
  expect(await accessibilityFaults(ann.page)).toEqual([]);
  await ann.page.getByRole('button', { name: 'Open the menu' }).click();
  await ann.signOut();

  await ann.goTo('/sign-in');
  await ann.clicks('Sign in with a passkey');
  await ann.sees('Your passkey is right, but it cannot open your chats.');
  expect(await accessibilityFaults(ann.page)).toEqual([]);
  await ann.fills('Password', 'not her password');
  await ann.clicks('Open and sign in');
  await ann.sees('This is not your password.');
  await ann.fills('Password', ann.account.password);
  await ann.clicks('Open and sign in');
  await ann.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
});

test('by its address the server says where its passkeys are', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.goTo('/settings/passkeys');
  await ann.sees('Passkeys work on http://localhost:');
  await ann.goTo('/sign-in');
  expect(await ann.page.getByRole('button', { name: 'Sign in with a passkey' }).count()).toBe(0);
});
