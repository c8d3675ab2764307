import { expect, test } from 'vitest';
import trouble from '../../../../crates/server/src/chat/trouble.rs?raw';
import { hasText } from './t';

test('every cause that the server keeps with an answer is said in the reader’s words', () => {
  // Its constants, and those that it writes where it decides.
  const codes = [...trouble.matchAll(/(?:: &str = |=> )"([a-z_]+)"/g)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThanOrEqual(10);
  expect(codes.filter((code) => !hasText(`cause.${code}`))).toEqual([]);
});
