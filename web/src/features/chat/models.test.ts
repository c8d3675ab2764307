import { expect, it } from 'vitest';
import type { Model } from '@/lib/api/types';
import { matchingModels } from './models';

const model = (id: string, name: string, provider: string) => ({ id, name, provider }) as Model;
const models = [
  model('claude-sonnet-4-5', 'Claude Sonnet 4.5', 'Anthropic'),
  model('gpt-5-mini', 'GPT-5 mini', 'OpenAI'),
  model('claude-haiku', 'Claude Haiku', 'Anthropic'),
  model('gemini-flash', 'Gemini Flash', 'Google'),
];

it.each([
  ['', 'Anthropic: claude-sonnet-4-5 claude-haiku; OpenAI: gpt-5-mini; Google: gemini-flash'],
  ['mini', 'OpenAI: gpt-5-mini'],
  ['GEM', 'Google: gemini-flash'],
  ['openai', 'OpenAI: gpt-5-mini'],
  ['claude son', 'Anthropic: claude-sonnet-4-5'],
  ['nnet', 'Anthropic: claude-sonnet-4-5'],
  ['llama', ''],
])('"%s" finds %s', (search, expected) => {
  const found = matchingModels(models, search).map(
    ({ provider, models: some }) => `${provider}: ${some.map(({ id }) => id).join(' ')}`,
  );
  expect(found.join('; ')).toBe(expected);
});
