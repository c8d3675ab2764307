import { expect, test } from 'vitest';
import { spoken } from './readAloud';

test.each([
  ['**Bold** and `code` and ~~gone~~', 'Bold and code and gone'],
  ['# A heading\n\n- one\n- two\n\n1. first', 'A heading\none\ntwo\nfirst'],
  ['See [the page](https://example.org/a_(b)) now', 'See the page) now'],
  ['Before\n\n```js\nconst a = 1;\n```\n\nAfter', 'Before\nAfter'],
  ['Cut off\n\n```js\nconst a', 'Cut off'],
  ['2 * 3 = 6', '2 * 3 = 6'],
  ['> Quoted', 'Quoted'],
  ['', ''],
])('%j is said as %j', (markdown, said) => {
  expect(spoken(markdown)).toBe(said);
});
