const LENGTH = 60;

/** A conversation's first name: the beginning of its first question, cut between words. Renamed at will. */
export function titleFrom(text: string): string {
  const line = text.trim().split('\n', 1)[0]?.replace(/\s+/g, ' ').trim() ?? '';
  if (line.length <= LENGTH) {
    return line;
  }
  const cut = line.slice(0, LENGTH + 1);
  const space = cut.lastIndexOf(' ');
  // Text without spaces is cut between characters as people count them.
  const whole = space > LENGTH / 2 ? cut.slice(0, space) : graphemes(line, LENGTH);
  return `${whole.trimEnd()}…`;
}

function graphemes(text: string, count: number): string {
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(
    text.slice(0, 4 * count),
  );
  return [...segments]
    .slice(0, count)
    .map(({ segment }) => segment)
    .join('');
}
