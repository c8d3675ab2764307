import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '../harness/test';

test('everything of mine comes as one file, and then the account is closed for good', async ({ people }) => {
  const ann = await people.member('Ann');
  // Somebody else runs the server.
  const bo = await people.member('Bo');
  const group = await bo.groups.startAlone('Crumbs');
  await bo.chat.open(group);
  await bo.chat.askFully('What is for dinner?');

  await bo.goTo('/settings/data');
  await bo.fills('Your password', 'not the password');
  await bo.clicks('Export everything');
  await bo.sees('This is not your password.');
  await bo.fills('Your password', bo.account.password);
  const downloading = bo.page.waitForEvent('download');
  await bo.clicks('Export everything');
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^potluck-\d{4}-\d\d-\d\d\.zip$/);
  await bo.sees(/^Your file is ready: /);
  const file = join(await mkdtemp(join(tmpdir(), 'potluck-e2e-')), 'archive.zip');
  await download.saveAs(file);
  const archive = await readFile(file);
  expect(archive.subarray(0, 2).toString()).toBe('PK');
  expect(archive.includes('conversations/')).toBe(true);
  await bo.goTo('/settings/activity');
  await bo.sees('Everything exported');

  await bo.goTo('/settings/data');
  await bo.clicks('Close my account');
  const dialog = bo.page.getByRole('dialog', { name: 'Close the account' });
  await bo.sees(dialog.getByText('nobody can bring them back', { exact: false }));
  await dialog.getByLabel('Your password').fill(bo.account.password);
  await dialog.getByRole('button', { name: 'Delete everything and close' }).click();
  await bo.arrivesAt(/^\/$/);
  await bo.sees('Your account is closed.');

  await bo.goTo('/sign-in');
  await bo.fills('Email address', bo.account.email);
  await bo.fills('Password', bo.account.password);
  await bo.clicks('Sign in');
  await bo.sees(/do not belong together/);
  await ann.goTo('/settings/activity');
  await ann.sees('Account made');
});
