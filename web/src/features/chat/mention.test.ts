import { describe, expect, it } from 'vitest';
import { mentionAt, withoutMention } from './mention';

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
