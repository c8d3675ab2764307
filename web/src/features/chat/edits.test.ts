import { beforeEach, expect, it, vi } from 'vitest';
import type { User } from '@/lib/api/types';
import { ada, bo, session } from '@/test/samples';

const QUESTION = { id: 'q', text: 'What colour is the door?' };

/** The module as a page that has just been loaded has it, with somebody signed in. */
async function load(user: User = ada) {
  vi.resetModules();
  // An earlier page's listeners must not hear of this one's end.
  const listen = vi.spyOn(globalThis, 'addEventListener');
  const sessions = await import('@/lib/api/session');
  const edits = await import('./edits');
  sessions.adoptSession(session(user));
  const [, hide] = listen.mock.calls.findLast(([name]) => name === 'pagehide') ?? [];
  leave = () => (hide as EventListener)(new Event('pagehide'));
  return { ...edits, forget: sessions.forget };
}

let leave: () => void;

beforeEach(() => sessionStorage.clear());

it('begins with what the question says', async () => {
  const { beginEdit, editOf, isChanged } = await load();
  beginEdit('c', QUESTION);
  const edit = editOf('c').get();
  expect(edit?.text.get()).toBe(QUESTION.text);
  expect(edit !== null && isChanged(edit)).toBe(false);
  expect(editOf('d').get()).toBeNull();
});

it('survives a reload once it says something else, and is in no storage before and after', async () => {
  const before = await load();
  before.beginEdit('c', QUESTION);
  before.editOf('c').get()?.text.set('What colour is the gate?');
  expect(sessionStorage.length).toBe(0);
  leave();
  const after = await load();
  expect(sessionStorage.length).toBe(0);
  const edit = after.editOf('c').get();
  expect(edit).toMatchObject({ messageId: 'q', before: QUESTION.text });
  expect(edit?.text.get()).toBe('What colour is the gate?');
});

it('ends with the page where it says nothing else', async () => {
  const before = await load();
  before.beginEdit('c', QUESTION);
  before.editOf('c').get()?.text.set(`${QUESTION.text} `);
  leave();
  expect(sessionStorage.length).toBe(0);
  before.dropUnchanged('c');
  expect(before.editOf('c').get()).toBeNull();
});

it('is nobody else’s, and gone with the session', async () => {
  const before = await load(ada);
  before.beginEdit('c', QUESTION);
  before.editOf('c').get()?.text.set('What colour is the gate?');
  leave();
  const after = await load(bo);
  expect(after.editOf('c').get()).toBeNull();
  after.beginEdit('d', QUESTION);
  after.forget();
  expect(after.editOf('d').get()).toBeNull();
});
