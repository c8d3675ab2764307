import { expect, test } from 'vitest';
import { safeNext } from './safeNext';

test.each(['/invitation/abc', '/groups/1/chat?x=1#y', '/'])('%s is a way back', (path) => {
  expect(safeNext(path)).toBe(path);
});

test.each([
  'https://evil.example',
  '//evil.example/x',
  '/\\evil.example',
  'javascript:alert(1)',
  '',
  undefined,
  7,
])('%s is not', (value) => {
  expect(safeNext(value)).toBeNull();
});
