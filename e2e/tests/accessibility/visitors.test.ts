import { faultsOf } from '../../harness/faults';
import { expect, test } from '../../harness/test';

test('what visitors see: welcome, sign up, its refusals, sign in, the recovery code', async ({ people }) => {
  const ann = await people.visitor('Ann');
  ann.watch.noticesSmallJumps();
  const faults: string[] = [];
  await ann.goTo('/');
  await ann.sees('What it costs here');
  faults.push(...(await faultsOf(ann, 'welcome')));
  await ann.goTo('/sign-in');
  await ann.sees('Welcome back');
  faults.push(...(await faultsOf(ann, 'sign in')));
  await ann.goTo('/sign-up');
  await ann.clicks('Create account');
  await ann.sees('Tell us your name.');
  faults.push(...(await faultsOf(ann, 'sign up, refused')));
  await ann.fillSignUp();
  await ann.clicks('Create account');
  await ann.sees('Keep your recovery code');
  faults.push(...(await faultsOf(ann, 'recovery code')));
  await ann.goTo('/no/such/page');
  await ann.sees('There is nothing here');
  faults.push(...(await faultsOf(ann, 'not found')));
  expect(faults).toEqual([]);
});
