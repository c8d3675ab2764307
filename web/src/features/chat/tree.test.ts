import { describe, expect, it } from 'vitest';
import { branches, isWhole, pathThrough } from './tree';

/** "a>b" is a message b under a; a bare name is a root. Oldest first. */
function tree(text: string) {
  return text.split(' ').map((word) => {
    const [first = '', second] = word.split('>');
    return second === undefined ? { id: first, parent_id: null } : { id: second, parent_id: first };
  });
}

describe('the path to read', () => {
  it.each<[what: string, messages: string, via: string | null, path: string]>([
    ['a straight conversation', 'q1 q1>a1 a1>q2 q2>a2', null, 'q1 a1 q2 a2'],
    ['the newest answer of two', 'q1 q1>a1 q1>a2', null, 'q1 a2'],
    ['a chosen older answer', 'q1 q1>a1 q1>a2', 'a1', 'q1 a1'],
    ['from a chosen message on to its newest leaf', 'q1 q1>a1 a1>q2 q2>a2 q1>a3 q2>a4', 'a1', 'q1 a1 q2 a4'],
    ['an edited first question', 'q1 q1>a1 p1 p1>b1', null, 'p1 b1'],
    ['the first version again', 'q1 q1>a1 a1>q2 p1 p1>b1', 'q1', 'q1 a1 q2'],
    ['the newest wins wherever it is', 'q1 q1>a1 p1 p1>b1 a1>q2', null, 'q1 a1 q2'],
    ['a choice that is gone', 'q1 q1>a1', 'nobody', 'q1 a1'],
    ['a parent that is gone', 'gone>a1 a1>q2', null, 'a1 q2'],
  ])('%s', (_what, messages, via, path) => {
    expect(pathThrough(tree(messages), via).map((message) => message.id)).toEqual(path.split(' '));
  });

  it('is empty in an empty conversation', () => {
    expect(pathThrough([], null)).toEqual([]);
  });
});

it('is whole from its beginning on', () => {
  expect(['q1 q1>a1', 'gone>a1 a1>q2'].map((messages) => isWhole(tree(messages)))).toEqual([true, false]);
  expect(isWhole([])).toBe(true);
});

describe('versions', () => {
  const messages = tree('q1 q1>a1 q1>a2 q1>a3 p1');
  it.each([
    ['q1', { index: 0, count: 2, previous: null, next: 'p1' }],
    ['p1', { index: 1, count: 2, previous: 'q1', next: null }],
    ['a2', { index: 1, count: 3, previous: 'a1', next: 'a3' }],
  ])('%s', (id, branch) => {
    expect(branches(messages).get(id)).toEqual(branch);
  });
});
