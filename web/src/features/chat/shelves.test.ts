import { expect, test } from 'vitest';
import type { Conversation } from '@/lib/api/types';
import { conversation as sample } from '@/test/samples';
import { shelves } from './shelves';

function conversation(id: string, minute: number, more: Partial<Conversation> = {}): Conversation {
  return sample(id, { updated_at: `2026-11-23T00:${String(minute).padStart(2, '0')}:00Z`, ...more });
}

function list(...items: Conversation[]) {
  return { pages: [{ items }], pageParams: [null] };
}

function ids(shown: ReturnType<typeof shelves>) {
  return [shown.pinned.map(({ id }) => id), shown.recent.map(({ id }) => id)];
}

test('what was pinned a moment ago is above, though it is still fetched among the recent', () => {
  const recent = list(conversation('c', 3, { pinned: true }), conversation('b', 2));
  const pinned = list(conversation('a', 1, { pinned: true }));
  expect(ids(shelves([recent, pinned], new Set()))).toEqual([['c', 'a'], ['b']]);
});

test('what was unpinned a moment ago is back in its place, once', () => {
  const recent = list(conversation('d', 4), conversation('b', 2), conversation('a', 1));
  const pinned = list(conversation('c', 3), conversation('a', 1));
  expect(ids(shelves([recent, pinned], new Set()))).toEqual([[], ['d', 'c', 'b', 'a']]);
});

test('what was archived or deleted is gone at once', () => {
  const recent = list(conversation('b', 2, { archived: true }), conversation('a', 1));
  expect(ids(shelves([recent, undefined], new Set(['a'])))).toEqual([[], []]);
});
