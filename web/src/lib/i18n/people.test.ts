import { afterEach, expect, test } from 'vitest';
import { de } from './de';
import { en } from './en';
import { withNames } from './people';
import { speak } from './t';

afterEach(() => speak(en));

test('whoever has closed their account is called so in the language of the page, wherever they are', () => {
  speak(de);
  const group = {
    name: 'Küche',
    members: [{ name: 'Ann' }, { name: 'Former member', seat: 2 }],
    period: null,
  };
  expect(withNames(group)).toEqual({
    name: 'Küche',
    members: [{ name: 'Ann' }, { name: 'Ehemaliges Mitglied', seat: 2 }],
    period: null,
  });
});

test('an answer without them stays the same object', () => {
  const group = { members: [{ name: 'Ann', parts: [1, 2] }], period: null };
  expect(withNames(group)).toBe(group);
});
