import { expect, it } from 'vitest';
import type { Model } from '@/lib/api/types';
import { contextPart } from './contextPart';

const model = { context_tokens: 1000 } as Model;
const usage = (input: number, output: number) => ({
  usage: {
    input_tokens: input,
    cached_input_tokens: 50,
    cache_write_tokens: 0,
    output_tokens: output,
    estimated: false,
  },
});

it('is what the newest counted answer read and wrote', () => {
  expect(contextPart([usage(10, 10), usage(300, 150), { usage: null }], model)).toBe(0.5);
});

it('is unknown before the first answer, and without a model', () => {
  expect(contextPart([{ usage: null }], model)).toBeNull();
  expect(contextPart([usage(1, 1)], null)).toBeNull();
});
