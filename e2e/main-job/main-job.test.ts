import { expect, test } from 'vitest';
import type { Person } from '../harness/person';
import { answersTo } from '../harness/sweep';
import { Books } from './books';
import { Gallery } from './gallery';
import { Stage } from './stage';

const QUESTIONS = {
  reload: 'What should three neighbours plant this spring?',
  again: 'And what in the autumn?',
  device: 'Which bread would you bake for five?',
  plain: 'How do I mend a wooden chair?',
};

test('three people share a plan, and each chats in private with a real model', async ({ onTestFinished }) => {
  const stage = await Stage.set();
  onTestFinished(() => stage.clear());
  const gallery = new Gallery();
  const books = new Books(stage.recorder);
  const [ann, bo, cy] = [await stage.arrive('Ann'), await stage.arrive('Bo'), await stage.arrive('Cy')];

  const group = await gather(gallery, ann, [bo, cy]);
  await pay(gallery, group, ann, [ann, bo, cy]);

  // Ann reloads in the middle of an answer that comes by the OpenAI API, and asks again after it.
  await ann.chat.open(group);
  await ann.chat.choose('Llama O');
  await ann.chat.ask(QUESTIONS.reload);
  await readsSome(ann);
  await ann.page.reload();
  await readsSome(ann);
  expect(await ann.chat.isBeingWritten()).toBe(true);
  await readsTheRest(stage, ann);
  await books.check(ann, QUESTIONS.reload);
  await ann.chat.ask(QUESTIONS.again);
  await ann.sees(ann.page.getByRole('article').getByText(QUESTIONS.again));
  await readsSome(ann);
  await readsTheRest(stage, ann);
  await books.check(ann, QUESTIONS.again);

  // Bo's second device joins an answer that comes by the Anthropic API.
  await bo.chat.open(group);
  await bo.chat.choose('Llama A');
  await bo.chat.ask(QUESTIONS.device);
  await readsSome(bo);
  const phone = await stage.arrive(bo, 'phone');
  await phone.signIn();
  await phone.goTo(bo.path);
  await readsSome(phone);
  expect(await phone.chat.isBeingWritten()).toBe(true);
  expect(await bo.chat.isBeingWritten()).toBe(true);
  await readsTheRest(stage, bo);
  await books.check(bo, QUESTIONS.device);
  await phone.chat.readsToEnd();
  await books.check(phone, QUESTIONS.device);

  await cy.chat.open(group);
  await cy.chat.choose('Llama O');
  await cy.chat.ask(QUESTIONS.plain);
  await readsSome(cy);
  await gallery.take(cy, 'chat', 'The chat, while an answer is being written');
  await readsTheRest(stage, cy);
  await books.check(cy, QUESTIONS.plain);

  await books.checkSums(ann, group);
  const swept = await triesEverything(stage, bo, ann);

  await cy.goTo(`/groups/${group}/usage`);
  await cy.sees(cy.page.getByRole('heading', { level: 1 }));
  await gallery.take(cy, 'usage', 'Usage: amounts, never text');
  await cy.goTo(`/groups/${group}/billing`);
  await cy.sees('Together');
  await gallery.take(cy, 'billing', 'Billing: the first invoice, paid');
  expect(await stage.complaints()).toEqual([]);
  await gallery.hang(books.measured, swept);
});

/** Everybody signs up; Ann makes the group, the others join by link, and it starts by itself. */
async function gather(gallery: Gallery, ann: Person, others: readonly Person[]): Promise<string> {
  await ann.goTo('/');
  await ann.sees('What it costs here');
  await gallery.take(ann, 'welcome', 'Welcome');
  await ann.page.getByRole('link', { name: 'Create an account' }).click();
  await ann.fillSignUp();
  await ann.clicks('Create account');
  await ann.sees('Keep your recovery code');
  ann.watch.hides(await ann.recoveryCode());
  await gallery.take(ann, 'recovery-code', 'The recovery code, shown once (of an account that is gone)');
  await ann.clicks('I kept it');
  await ann.arrivesAt(/^\/groups\/new$/);
  const group = await ann.groups.create('Elm Street', 'Trio');
  for (const person of others) {
    const invitation = await ann.groups.invite();
    await person.goTo(invitation);
    await person.sees('Ann invites you to Elm Street');
    if (person === others[0]) {
      await gallery.take(person, 'invitation', 'An invitation, before signing in');
    }
    await person.page.getByRole('link', { name: 'Create an account to join' }).click();
    await person.signUp();
    expect(await person.groups.join(invitation)).toBe(group);
  }
  await ann.sees(/^Day 1 of/);
  return group;
}

/** Each claims their share; the operator confirms all. */
async function pay(
  gallery: Gallery,
  group: string,
  operator: Person,
  people: readonly Person[],
): Promise<void> {
  for (const person of people) {
    await person.groups.claimPayment(`from ${person.name}`);
  }
  for (const { name } of people) {
    await operator.groups.confirmPayment(name);
  }
  await operator.goTo(`/groups/${group}`);
  for (const person of people) {
    await person.sees(/Paid, thank you\./);
  }
  await gallery.take(operator, 'group', 'The group: each one’s part, and the month');
}

/** Waits until the newest answer has its first part; the inference server has more to say. */
async function readsSome(person: Person): Promise<void> {
  await person.sees(
    person.chat.answer.and(person.page.locator('[aria-busy]')).filter({ hasText: /(\S+\s+){60}/ }),
  );
}

/** Lets the inference server go on, and waits for the end. */
async function readsTheRest(stage: Stage, person: Person): Promise<void> {
  await stage.recorder.release();
  await person.chat.readsToEnd();
}

/** One member tries every id of another's chat everywhere; gives the number of calls. */
async function triesEverything(stage: Stage, curious: Person, owner: Person): Promise<number> {
  const conversation = owner.chat.here;
  const ownersApi = await owner.api();
  const { items } = await ownersApi.get<{ items: { id: string; turn_id: string | null }[] }>(
    `/conversations/${conversation}/messages`,
  );
  const ids: Record<string, string> = { conversation };
  for (const [index, { id, turn_id }] of items.entries()) {
    ids[`message ${index}`] = id;
    if (turn_id !== null) {
      ids[`turn of message ${index}`] = turn_id;
    }
  }
  const document = await (await fetch(`${stage.house.url}/api/openapi.json`)).json();
  const { asked, others } = await answersTo(await curious.api(), document, ids);
  expect(others).toEqual([]);
  await curious.goTo(owner.path);
  await curious.sees('This chat is not here');
  return asked;
}
