import { expect, it } from 'vitest';
import { unifyFormulas } from './formulas';

it.each<[what: string, text: string, unified: string]>([
  ['dollars', 'so $a_1$ is', 'so $$a_1$$ is'],
  ['round brackets', 'so \\(a_1\\) is', 'so $$a_1$$ is'],
  ['square brackets on their own', 'so\n\\[\na = b\n\\]\nis', 'so\n$$\na = b\n$$\nis'],
  ['square brackets in a line', 'so \\[a = b\\] is', 'so $$a = b$$ is'],
  ['double dollars on a line of their own', 'so\n\n$$a = b$$\n\nis', 'so\n\n$$\na = b\n$$\n\nis'],
  ['double dollars as they should be', '$$\na\n$$', '$$\na\n$$'],
  ['in a list', '- so\n  \\[\n  a\n  \\]', '- so\n  $$\n  a\n  $$'],
  ['prices', 'between $5 and $10', 'between $5 and $10'],
  ['a range of prices', 'costs $5-$10 or $5/$10', 'costs $5-$10 or $5/$10'],
  ['a price and a formula', '$5 for $x$', '$5 for $$x$$'],
  ['an escaped dollar', '\\$x$ and \\$y$', '\\$x$ and \\$y$'],
  ['shell variables', 'set $HOME and $PATH', 'set $HOME and $PATH'],
  ['code', '`$a$` and ``\\(b\\)``', '`$a$` and ``\\(b\\)``'],
  ['a fence', '```sh\necho $a$ \\(b\\)\n```\n$c$', '```sh\necho $a$ \\(b\\)\n```\n$$c$$'],
  ['a fence that is not closed yet', '~~~\n$a$', '~~~\n$a$'],
  ['a formula that is not closed yet', 'so \\(a + ', 'so \\(a + '],
  ['never over a blank line', 'so $a\n\nb$ is', 'so $a\n\nb$ is'],
  ['nothing at all', 'plain text', 'plain text'],
])('%s', (_what, text, unified) => {
  expect(unifyFormulas(text)).toBe(unified);
});
