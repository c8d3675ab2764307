import { describe, expect, it } from 'vitest';
import { fenceIn, splitBlocks } from './blocks';

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

describe('code alone', () => {
  it.each<[what: string, block: string, language: string, code: string]>([
    ['in a language', '```js\na\n\nb\n```\n', 'js', 'a\n\nb'],
    ['in none', '```\na\n```', '', 'a'],
    ['in tildes, with shorter ones inside', '~~~~ md title\n~~~\n~~~~\n\n', 'md', '~~~'],
    ['that is still being written', '```py\nx = 1\n', 'py', 'x = 1'],
    ['of which only the language is there', '```py', 'py', ''],
    ['that is empty', '```py\n```\n', 'py', ''],
  ])('%s', (_what, block, language, code) => {
    expect(fenceIn(block)).toEqual({ language, code });
  });

  it.each([
    ['text', 'One.'],
    ['an indented fence', '  ```js\na\n  ```'],
    ['a fence with text after it', '```js\na\n  ```\nMore'],
    ['a line of ticks', '``` a ``` b'],
    ['escapes in the language', '```c&sharp;\na\n```'],
  ])('is not %s', (_what, block) => {
    expect(fenceIn(block)).toBeNull();
  });
});
