import { describe, expect, it } from 'vitest';
import { splitBlocks } from './blocks';

describe('cuts', () => {
  it.each<[what: string, blocks: string[]]>([
    ['between paragraphs', ['One.\n\n', 'Two.']],
    ['after several blank lines', ['One.\n\n\n', 'Two.']],
    ['never inside a fence', ['```js\na\n\nb\n```\n', 'Text']],
    ['before a fence without a blank line', ['Text:\n', '```js\na\n```\n', 'More']],
    ['never inside a longer fence', ['````md\n```\n\n```\n\n````\n', 'Text']],
    ['not at a fence of the other kind', ['~~~\n```\n\n~~~\n', 'Text']],
    [
      'not in a list, loose or nested',
      ['- one\n\n- two\n\n  more\n\n  ```\n  a\n  ```\n- three\n\n', 'Text'],
    ],
    ['not between the numbers of a list', ['1. one\n\n2. two\n\n', 'Text']],
    ['never inside a formula', ['$$\na\n\nb\n$$\n\n', 'Text']],
    ['not before indented text', ['- one\n\n    indented\n\n', 'Text']],
    ['between headings and quotes', ['# A\n\n', '> b\n\n', 'c']],
    ['a fence that is not closed yet', ['Text\n\n', '```js\na\n\nb']],
  ])('%s', (_what, blocks) => {
    expect(splitBlocks(blocks.join(''))).toEqual(blocks);
  });

  it.each([
    ['link definitions', 'See [it][1].\n\n[1]: https://example.org\n\nMore'],
    ['footnotes', 'See[^a].\n\n[^a]: A note.\n\nMore'],
  ])('nowhere with %s, which reach everywhere', (_what, text) => {
    expect(splitBlocks(text)).toEqual([text]);
  });
});

it('only ever changes the end of a growing text', () => {
  const text = 'One.\n\n- a\n- b\n\nTwo\n```js\nx\n\ny\n```\nThree\n\n$$\nz\n$$\n\nFour';
  for (let length = 1; length <= text.length; length += 1) {
    const blocks = splitBlocks(text.slice(0, length));
    expect(blocks.join('')).toBe(text.slice(0, length));
    const later = splitBlocks(text);
    // All but the last two are final: the newest line may still turn out to belong to the one before it.
    expect(later.slice(0, Math.max(0, blocks.length - 2))).toEqual(blocks.slice(0, -2));
  }
});
