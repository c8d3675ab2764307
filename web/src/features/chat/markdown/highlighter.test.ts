import { afterEach, expect, it, vi } from 'vitest';
import { createPainter, type Painted } from './highlighter';

const CODE = Array.from({ length: 6 }, (_, line) => `const a${line} = "${line}";`).join('\n');

function textOf({ lines, rest }: Painted): string {
  const coloured = lines.map((tokens) => tokens.map(({ content }) => content).join(''));
  return [...coloured, ...(rest === '' ? [] : [rest])].join('\n');
}

afterEach(() => vi.restoreAllMocks());

it('colours long code in slices, between which the page answers', async () => {
  const painter = await createPainter('javascript');
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 4;
    return now;
  });
  const first = painter.paint(CODE);
  expect(first.lines).toHaveLength(2);
  expect(textOf(first)).toBe(CODE);
  const second = painter.paint(CODE);
  expect(second.lines).toHaveLength(4);
  expect(second.lines[0]).toBe(first.lines[0]);
  const third = painter.paint(CODE);
  expect([third.lines.length, third.rest, textOf(third)]).toEqual([6, '', CODE]);
});
