import { beforeEach, expect, it, vi } from 'vitest';
import { ada, bo, session } from '@/test/samples';

const KEY = 'potluck.drafts';

/** The module as a page that has just been loaded has it, with somebody signed in. */
async function load(user = ada) {
  vi.resetModules();
  // An earlier page's listeners must not hear of this one's end.
  const listen = vi.spyOn(globalThis, 'addEventListener');
  const { adoptSession } = await import('@/lib/api/session');
  const drafts = await import('./drafts');
  adoptSession(session(user));
  const [, hide] = listen.mock.calls.findLast(([name]) => name === 'pagehide') ?? [];
  leave = () => (hide as EventListener)(new Event('pagehide'));
  return drafts;
}

let leave: () => void;

beforeEach(() => sessionStorage.clear());

it('is in no storage while it is written', async () => {
  const { draftOf } = await load();
  draftOf('c').set('Hello');
  expect(sessionStorage.length).toBe(0);
});

it('survives a reload, and leaves the storage with it', async () => {
  const before = await load();
  before.draftOf('c').set('Hello');
  leave();
  expect(sessionStorage.getItem(KEY)).toContain('Hello');
  const after = await load();
  expect(sessionStorage.getItem(KEY)).toBeNull();
  expect([after.draftOf('c').get(), after.draftOf('d').get()]).toEqual(['Hello', '']);
});

it('is nobody else’s', async () => {
  const before = await load(ada);
  before.draftOf('c').set('Hello');
  leave();
  const after = await load(bo);
  expect(after.draftOf('c').get()).toBe('');
  expect(sessionStorage.length).toBe(0);
});

it('leaves nothing when nothing was written', async () => {
  const { draftOf } = await load();
  draftOf('c').set('  ');
  leave();
  expect(sessionStorage.length).toBe(0);
});
