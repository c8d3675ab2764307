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
  const { beginEdit, editsOf, isChanged } = await load();
  beginEdit('c', QUESTION);
  const [edit] = editsOf('c').get();
  expect(edit?.text.get()).toBe(QUESTION.text);
  expect(edit !== undefined && isChanged(edit)).toBe(false);
  expect(editsOf('d').get()).toEqual([]);
});

it('survives a reload once it says something else, and is in no storage before and after', async () => {
  const before = await load();
  before.beginEdit('c', QUESTION);
  before.editsOf('c').get()[0]?.text.set('What colour is the gate?');
  expect(sessionStorage.length).toBe(0);
  leave();
  const after = await load();
  expect(sessionStorage.length).toBe(0);
  const [edit] = after.editsOf('c').get();
  expect(edit).toMatchObject({ messageId: 'q', before: QUESTION.text });
  expect(edit?.text.get()).toBe('What colour is the gate?');
});

it('ends with the page where it says nothing else', async () => {
  const before = await load();
  before.beginEdit('c', QUESTION);
  before.editsOf('c').get()[0]?.text.set(`${QUESTION.text} `);
  leave();
  expect(sessionStorage.length).toBe(0);
  before.dropUnchanged('c');
  expect(before.editsOf('c').get()).toEqual([]);
});

it('is nobody else’s, and gone with the session', async () => {
  const before = await load(ada);
  before.beginEdit('c', QUESTION);
  before.editsOf('c').get()[0]?.text.set('What colour is the gate?');
  leave();
  const after = await load(bo);
  expect(after.editsOf('c').get()).toEqual([]);
  after.beginEdit('d', QUESTION);
  after.forget();
  expect(after.editsOf('d').get()).toEqual([]);
});

it('goes on where it is begun again, also after a reload', async () => {
  const before = await load();
  before.beginEdit('c', QUESTION);
  before.editsOf('c').get()[0]?.text.set('What colour is the gate?');
  leave();
  const after = await load();
  const [restored] = after.editsOf('c').get();
  after.beginEdit('c', QUESTION);
  const [edit, ...others] = after.editsOf('c').get();
  expect(edit?.text.get()).toBe('What colour is the gate?');
  expect(edit).not.toBe(restored);
  expect(others).toEqual([]);
});

it('stays beside another that is begun, once it says something else, through a reload too', async () => {
  const before = await load();
  before.beginEdit('c', { id: 'untouched', text: 'Is it open?' });
  before.beginEdit('c', QUESTION);
  before.editsOf('c').get()[0]?.text.set('What colour is the gate?');
  before.beginEdit('c', { id: 'r', text: 'And the roof?' });
  before.editsOf('c').get()[1]?.text.set('And the wall?');
  leave();
  const { editsOf, endEdit } = await load();
  const texts = () =>
    editsOf('c')
      .get()
      .map(({ text }) => text.get());
  expect(texts()).toEqual(['What colour is the gate?', 'And the wall?']);
  endEdit('c', 'q');
  expect(texts()).toEqual(['And the wall?']);
});

it('ends with its question, and with its chat', async () => {
  const { beginEdit, dropEdits, dropGone, editsOf } = await load();
  beginEdit('c', QUESTION);
  const begun = editsOf('c').get();
  dropGone('c', [QUESTION]);
  expect(editsOf('c').get()).toBe(begun);
  dropGone('c', [{ id: 'another' }]);
  expect(editsOf('c').get()).toEqual([]);
  beginEdit('c', QUESTION);
  beginEdit('d', QUESTION);
  dropEdits('c');
  expect(editsOf('c').get()).toEqual([]);
  expect(editsOf('d').get()).toHaveLength(1);
});
