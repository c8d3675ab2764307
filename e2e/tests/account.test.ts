import { expect, test } from '../harness/test';

test('a visitor signs up, keeps the recovery code, signs out and comes back', async ({ people }) => {
  const ann = await people.visitor('Ann');
  await ann.goTo('/');
  await ann.page.getByRole('link', { name: 'Create an account' }).click();
  await ann.fillSignUp();
  await ann.clicks('Create account');
  await ann.sees('Keep your recovery code');
  const code = await ann.recoveryCode();
  expect(code.length).toBeGreaterThan(20);
  ann.watch.hides(code);

  await ann.page.getByRole('button', { name: 'Copy' }).click();
  expect(await ann.page.evaluate(() => navigator.clipboard.readText())).toBe(code);
  const downloading = ann.page.waitForEvent('download');
  await ann.clicks('Download');
  expect((await downloading).suggestedFilename()).toBe('potluck-recovery-code.txt');
  await ann.clicks('I kept it');
  await ann.arrivesAt(/^\/groups\/new$/);

  await ann.signOut();
  await ann.signIn();
  await ann.arrivesAt(/^\/groups\/new$/);
});
