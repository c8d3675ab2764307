// @vitest-environment node
import { expect, test } from 'vitest';
import { uuidv7 } from './ids';

test('ids are UUIDs of version 7 that begin with their time', () => {
  const id = uuidv7(0x0192_3456_789a);
  expect(id).toMatch(/^01923456-789a-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuidv7()).not.toBe(uuidv7());
});

test('ids sort by when they were made', () => {
  expect(uuidv7(1_000) < uuidv7(1_001)).toBe(true);
});
