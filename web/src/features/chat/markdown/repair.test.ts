import { expect, it } from 'vitest';
import { repairGrowing } from './repair';

it.each<[what: string, block: string, shown: string]>([
  ['bold', 'so **bol', 'so **bol**'],
  ['code', 'so `cod', 'so `cod`'],
  ['a link', 'so [here](https://exam', 'so here'],
  ['a table of one line', 'Text\n| a | b |', 'Text'],
  ['a table whose marks are half there', '| a | b |\n|---|-', ''],
  ['a table', '| a | b |\n|---|:-:|', '| a | b |\n|---|:-:|'],
  ['a table that grows', '| a | b |\n|---|---|\n| 1', '| a | b |\n|---|---|\n| 1'],
  ['a bar that begins no table', 'a | b', 'a | b'],
])('%s', (_what, block, shown) => {
  expect(repairGrowing(block)).toBe(shown);
});
