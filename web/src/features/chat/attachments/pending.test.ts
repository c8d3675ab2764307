import { beforeEach, expect, it, vi } from 'vitest';
import type { Attachment } from '@/lib/api/types';
import { ada, bo, session } from '@/test/samples';

const KEY = 'potluck.files';
const menu: Attachment = {
  id: 'f',
  name: 'menu.txt',
  kind: 'text/plain',
  bytes: 4,
  width: null,
  height: null,
  cut: false,
  sealed: false,
};

/** The module as a page that has just been loaded has it, with somebody signed in. */
async function load(user = ada) {
  vi.resetModules();
  const listen = vi.spyOn(globalThis, 'addEventListener');
  const { adoptSession } = await import('@/lib/api/session');
  const pending = await import('./pending');
  adoptSession(session(user));
  const [, hide] = listen.mock.calls.find(([name]) => name === 'pagehide') ?? [];
  leave = () => (hide as EventListener)(new Event('pagehide'));
  listen.mockRestore();
  return pending;
}

let leave: () => void;

beforeEach(() => sessionStorage.clear());

it('keeps what was sent over a reload, and leaves the storage with it', async () => {
  const before = await load();
  before.restoreFiles('c', [menu]);
  expect(sessionStorage.length).toBe(0);
  leave();
  expect(sessionStorage.getItem(KEY)).toContain('menu.txt');
  const after = await load();
  expect(sessionStorage.getItem(KEY)).toBeNull();
  expect(after.pendingFiles('d').get()).toEqual([]);
  expect(after.takeFiles('c')).toEqual([menu]);
  expect(after.pendingFiles('c').get()).toEqual([]);
});

it('keeps the files of a chat that nobody opened in between', async () => {
  const before = await load();
  before.restoreFiles('c', [menu]);
  leave();
  const between = await load();
  between.pendingFiles('d');
  leave();
  const after = await load();
  expect(after.takeFiles('c')).toEqual([menu]);
});

it('keeps files over two reloads away from any chat', async () => {
  const before = await load();
  before.restoreFiles('c', [menu]);
  leave();
  await load();
  leave();
  const after = await load();
  expect(after.takeFiles('c')).toEqual([menu]);
});

it('is nobody else’s', async () => {
  const before = await load(ada);
  before.restoreFiles('c', [menu]);
  leave();
  const after = await load(bo);
  expect(after.pendingFiles('c').get()).toEqual([]);
});

it('goes only when every file is there', async () => {
  const { areSent, pendingFiles, restoreFiles } = await load();
  restoreFiles('c', [menu]);
  const files = pendingFiles('c').get();
  expect(areSent(files)).toBe(true);
  const sending = files.map((file) => ({ ...file, state: { status: 'sending' as const, part: 0.5 } }));
  expect(areSent([...files, ...sending])).toBe(false);
});
