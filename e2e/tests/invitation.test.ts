import { expect, test } from '../harness/test';

test('an invitation says everything before signing in, and is accepted after signing up', async ({
  people,
}) => {
  const ann = await people.member('Ann');
  await ann.groups.create('The kitchen', 'Trio');
  const invitation = await ann.groups.invite();

  const bo = await people.visitor('Bo');
  await bo.goTo(invitation);
  await bo.sees('Ann invites you to The kitchen');
  await bo.sees('8.00 USD a month');
  await bo.sees('6.66 USD of AI credit a month, yours alone to use');
  await bo.sees('Nobody can read your chats');
  await bo.page.getByRole('link', { name: 'Create an account to join' }).click();
  await bo.sees('Ann invites you to The kitchen.');
  await bo.signUp();
  expect(bo.path).toBe(invitation);
  await bo.groups.join(invitation);
  await bo.sees('Bo (you)');
  // Without a reload: whoever is looking at the group sees who came.
  await ann.sees('Bo joined');
  await ann.sees('2 of 3 seats');
});

test('a declined invitation frees nothing and cannot be used', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.groups.create('The porch', 'Duo');
  const invitation = await ann.groups.invite();
  const bo = await people.visitor('Bo');
  await bo.goTo(invitation);
  await bo.clicks('No, thanks');
  await bo.sees('You have declined');
  await bo.goTo(invitation);
  await bo.sees('This invitation was declined');
});

test('an invitation that was taken back, used or never made says so', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.groups.create('The attic', 'Trio');
  const [revoked, used] = [await ann.groups.invite(), await ann.groups.invite()];
  const bo = await people.member('Bo');
  await bo.goTo(used);
  const cy = await people.member('Cy');
  await cy.groups.join(used);
  // Bo had the page open before Cy was quicker.
  await bo.clicks('Join the table');
  await bo.sees('This invitation was used already. Ask for a new one.');
  await bo.goTo(used);
  await bo.sees('This invitation was used already');

  // One of the two is still open.
  const takeBack = ann.page.getByRole('button', { name: 'Take back' });
  await expect.poll(() => takeBack.count()).toBe(1);
  await takeBack.click();
  await ann.sees('The invitation no longer works.');
  await bo.goTo(revoked);
  await bo.sees('This invitation was taken back');
  await bo.goTo(`${revoked.slice(0, -4)}aaaa`);
  await bo.sees('There is no such invitation');
});

test('the last seat raced by two goes to one, and the other keeps the invitation', async ({ people }) => {
  const ann = await people.member('Ann');
  ann.watch.othersChangeThePage();
  await ann.groups.create('The bench', 'Duo');
  const [first, second] = [await ann.groups.invite(), await ann.groups.invite()];
  const bo = await people.member('Bo');
  const cy = await people.member('Cy');
  await bo.goTo(first);
  await cy.goTo(second);
  await Promise.all([bo.clicks('Join the table'), cy.clicks('Join the table')]);

  const refused = 'Somebody else took the last seat a moment ago.';
  const ends = await Promise.all(
    [bo, cy].map((person) =>
      Promise.race([
        person.arrivesAt(/^\/groups\//).then(() => 'joined'),
        person.sees(new RegExp(refused)).then(() => 'refused'),
      ]),
    ),
  );
  expect(ends.toSorted()).toEqual(['joined', 'refused']);
  const late = ends[0] === 'refused' ? bo : cy;
  await late.page.reload();
  await late.sees('Ann invites you to The bench');
});

test('somebody who is in the group already is told, and led to it', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.groups.create('The stove', 'Trio');
  const invitation = await ann.groups.invite();
  await ann.goTo(invitation);
  await ann.clicks('Join the table');
  await ann.sees('You are already in this group.');
  await ann.page.getByRole('link', { name: 'To my groups' }).click();
  await ann.arrivesAt(/^\/groups\//);
});
