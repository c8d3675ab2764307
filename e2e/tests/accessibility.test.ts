import { faultsOf } from '../harness/faults';
import { expect, test } from '../harness/test';

test('what visitors see: welcome, sign up, its refusals, sign in, the recovery code', async ({ people }) => {
  const ann = await people.visitor('Ann');
  await ann.watch.noticesJumps();
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

test('a group: new, forming, invitation, running, billing, payments, usage, settings', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.watch.noticesJumps();
  const faults: string[] = [];
  await ann.goTo('/groups/new');
  await ann.sees(ann.page.getByRole('radio', { name: 'Trio' }));
  faults.push(...(await faultsOf(ann, 'new group')));
  const group = await ann.groups.create('A table for two', 'Duo');
  const invitation = await ann.groups.invite();
  faults.push(...(await faultsOf(ann, 'forming group')));
  await ann.clicks('Invite');
  await ann.clicks('Make a link');
  await ann.sees(ann.page.getByLabel('QR code of the invitation link'));
  faults.push(...(await faultsOf(ann, 'invitation link')));
  await ann.goTo(`/groups/${group}/chat`);
  await ann.sees('Chat starts with the first month');
  faults.push(...(await faultsOf(ann, 'chat of a forming group')));

  const bo = await people.visitor('Bo');
  await bo.watch.noticesJumps();
  await bo.goTo(invitation);
  await bo.sees('Ann invites you to A table for two');
  faults.push(...(await faultsOf(bo, 'invitation')));
  await bo.page.getByRole('link', { name: 'Create an account to join' }).click();
  await bo.signUp();
  faults.push(...(await faultsOf(bo, 'invitation, signed in')));
  await bo.groups.join(invitation);
  await bo.sees(/^Day 1 of/);
  faults.push(...(await faultsOf(bo, 'running group')));
  await bo.clicks('I have paid');
  await bo.sees(bo.groups.dialog);
  faults.push(...(await faultsOf(bo, 'claim')));
  await bo.page.keyboard.press('Escape');
  await bo.groups.claimPayment('cash');
  for (const page of ['billing', 'usage']) {
    await bo.goTo(`/groups/${group}/${page}`);
    await bo.sees(bo.page.getByRole('heading', { level: 1 }));
    faults.push(...(await faultsOf(bo, page)));
  }
  for (const section of [
    '',
    '/profile',
    '/appearance',
    '/notifications',
    '/archive',
    '/passkeys',
    '/two-step',
    '/encryption',
    '/devices',
    '/activity',
    '/api-keys',
    '/privacy',
    '/data',
  ]) {
    await bo.goTo(`/settings${section}`);
    await bo.sees(bo.page.getByRole('heading', { level: 2 }).first());
    faults.push(...(await faultsOf(bo, `settings${section}`)));
  }
  await ann.goTo('/notices');
  await ann.sees(ann.page.getByRole('heading', { level: 1 }));
  faults.push(...(await faultsOf(ann, 'notices')));
  await ann.goTo('/payments');
  await ann.sees(ann.page.getByRole('heading', { level: 1 }));
  faults.push(...(await faultsOf(ann, 'payments')));
  await ann.goTo(`/groups/${group}`);
  await ann.clicks('Change the plan');
  await ann.groups.dialog.getByRole('radio', { name: 'Trio' }).check();
  await ann.sees(/^It counts at once/);
  faults.push(...(await faultsOf(ann, 'another plan')));
  expect(faults).toEqual([]);
});

test('the chat: empty, answering, complete, stopped, failed, refused, its menus', async ({
  people,
  vendor,
}) => {
  const ann = await people.member('Ann');
  await ann.watch.noticesJumps();
  const faults: string[] = [];
  const group = await ann.groups.startAlone('Crumbs');
  faults.push(...(await faultsOf(ann, 'new chat')));
  await ann.page.getByRole('button', { name: /^Model: / }).click();
  await ann.sees(ann.page.getByRole('option', { name: 'Steady' }));
  faults.push(...(await faultsOf(ann, 'model picker')));
  await ann.page.keyboard.press('Escape');

  await ann.page.keyboard.press('ControlOrMeta+k');
  await ann.page.getByRole('combobox', { name: 'Search and go anywhere' }).fill('new');
  await ann.sees('Nothing has “new” in it.');
  faults.push(...(await faultsOf(ann, 'search')));
  await ann.page.keyboard.press('Escape');

  await vendor.answers({ words: 40, hold_after: 10 });
  await ann.chat.ask('Long or short?');
  await ann.chat.reads('share the plan');
  faults.push(...(await faultsOf(ann, 'answering')));
  await ann.chat.stop();
  await ann.sees('You stopped this answer.');
  await vendor.release();
  faults.push(...(await faultsOf(ann, 'stopped')));

  await vendor.answers({
    text: '# One\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nconst a = 1;\n```\n\n$$x^2$$\n\n> Two',
  });
  await ann.chat.open(group);
  await ann.chat.askFully('All of markdown?');
  await ann.sees(ann.page.getByText('const a = 1;'));
  faults.push(...(await faultsOf(ann, 'markdown')));

  await ann.chat.does('All of markdown?', 'Instructions');
  await ann.fills('What the model should know or do', 'Be brief.');
  faults.push(...(await faultsOf(ann, 'instructions')));
  await ann.clicks('Save');
  await ann.sees(ann.page.getByRole('button', { name: 'Instructions stand above this chat' }));
  await ann.chat.does('Long or short?', 'Pin');
  await ann.sees('Pinned');
  faults.push(...(await faultsOf(ann, 'pinned and instructed')));

  await vendor.answers({ fault: { error_before_first_byte: { status: 503 } } });
  await ann.chat.ask('Are you there?');
  await ann.sees('Nothing was charged.');
  faults.push(...(await faultsOf(ann, 'failed')));

  await vendor.answers({ words: 400 });
  await ann.chat.choose('Dear');
  await ann.chat.askFully('Spend it.');
  await ann.chat.ask('Spend more than there is.');
  await ann.sees(/^Your credit is used up for now\./);
  faults.push(...(await faultsOf(ann, 'refused')));
  expect(faults).toEqual([]);
});
