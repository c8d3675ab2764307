import { beforeEach, expect, it, vi } from 'vitest';
import type { User } from '@/lib/api/types';
import { ada, bo, session } from '@/test/samples';

const KEY = 'potluck.drafts';

/** The module as a page that has just been loaded has it, with somebody signed in, or before that is known. */
async function load(user: User | null = ada) {
  vi.resetModules();
  // An earlier page's listeners must not hear of this one's end.
  const listen = vi.spyOn(globalThis, 'addEventListener');
  const { adoptSession } = await import('@/lib/api/session');
  const drafts = await import('./drafts');
  if (user !== null) {
    adoptSession(session(user));
  }
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

it('survives two reloads away from its chat', async () => {
  const before = await load();
  before.draftOf('c').set('Hello');
  leave();
  await load();
  leave();
  const after = await load();
  expect(after.draftOf('c').get()).toBe('Hello');
});

it('survives a reload before it is known who is here, and is still nobody else’s', async () => {
  const before = await load();
  before.draftOf('c').set('Hello');
  leave();
  await load(null);
  leave();
  expect(sessionStorage.getItem(KEY)).toContain('Hello');
  const other = await load(bo);
  expect(other.draftOf('c').get()).toBe('');
  leave();
  expect(sessionStorage.length).toBe(0);
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
