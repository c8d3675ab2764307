/** An "@" and what was typed after it, right before the caret: the beginning of a model's name. */
export type Mention = { start: number; end: number; word: string };

/** What is being mentioned at the caret; null: nothing. An address like name@example.org mentions nobody. */
export function mentionAt(text: string, caret: number): Mention | null {
  const found = /(?:^|\s)@([\p{L}\p{N}._-]*)$/u.exec(text.slice(0, caret));
  if (found === null) {
    return null;
  }
  const word = found[1] ?? '';
  return { start: caret - word.length - 1, end: caret, word };
}

/** The text without the mention, and where the caret is then. */
export function withoutMention(text: string, { start, end }: Mention): { text: string; caret: number } {
  const before = text.slice(0, start);
  // One of two spaces goes with it.
  const after = before === '' || /\s$/.test(before) ? text.slice(end).replace(/^ /, '') : text.slice(end);
  return { text: before + after, caret: before.length };
}

/** A "/" at the beginning of the message and what was typed after it: the beginning of a prompt's name. */
export function slashAt(text: string, caret: number): Mention | null {
  const found = /^\/([\p{L}\p{N} ._-]*)$/u.exec(text.slice(0, caret));
  return found === null ? null : { start: 0, end: caret, word: found[1] ?? '' };
}

/** The text with something in place of the mention, and where the caret is then. */
export function inPlaceOf(
  text: string,
  { start, end }: Mention,
  put: string,
): { text: string; caret: number } {
  const before = text.slice(0, start) + put;
  return { text: before + text.slice(end), caret: before.length };
}
