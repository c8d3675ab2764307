import { describe, expect, it } from 'vitest';
import { inPlaceOf, mentionAt, slashAt, withoutMention } from './mention';

describe('a mention', () => {
  it.each<[text: string, word: string | null]>([
    ['@', ''],
    ['@mu', 'mu'],
    ['Ask @gpt-5.1', 'gpt-5.1'],
    ['Two lines\n@Mu', 'Mu'],
    ['问 @通义', '通义'],
    ['ann@example', null],
    ['@mu ', null],
    ['no', null],
    ['', null],
  ])('%j', (text, word) => {
    expect(mentionAt(text, text.length)?.word ?? null).toBe(word);
  });

  it('is what stands before the caret, wherever that is', () => {
    expect(mentionAt('Ask @mu now', 7)).toEqual({ start: 4, end: 7, word: 'mu' });
    expect(mentionAt('Ask @mu now', 11)).toBeNull();
  });

  it('leaves no gap when it goes', () => {
    expect(withoutMention('Ask @mu now', { start: 4, end: 7, word: 'mu' })).toEqual({
      text: 'Ask now',
      caret: 4,
    });
    expect(withoutMention('@mu', { start: 0, end: 3, word: 'mu' })).toEqual({ text: '', caret: 0 });
  });
});

describe('a prompt', () => {
  it.each([
    ['/', 1, ''],
    ['/sho', 4, 'sho'],
    ['/two wor', 8, 'two wor'],
    ['/sho rest', 4, 'sho'],
    ['and /sho', 8, null],
    ['/usr/bin', 8, null],
    ['sho', 3, null],
  ])('in %j at %i', (text, caret, word) => {
    expect(slashAt(text, caret)?.word ?? null).toBe(word);
  });

  it('stands in place of what was typed', () => {
    expect(inPlaceOf('/sho rest', { start: 0, end: 4, word: 'sho' }, 'Be brief.')).toEqual({
      text: 'Be brief. rest',
      caret: 9,
    });
  });
});
