/** What a copy-ready example needs. */
type Setting = { origin: string; model: string; secret: string };

export type Tool = { id: string; name: string; language: string; example(setting: Setting): string };

/** Stands for the secret where it is not known any more. */
export const PLACEHOLDER = 'potluck_YOUR_SECRET';

/** Programs that speak OpenAI's or Anthropic's format, each with the settings that make it use this server. */
export const tools: readonly Tool[] = [
  {
    id: 'curl',
    name: 'curl',
    language: 'sh',
    example: ({ origin, model, secret }) =>
      [
        `curl ${origin}/v1/chat/completions \\`,
        `  -H 'Authorization: Bearer ${secret}' \\`,
        `  -H 'Content-Type: application/json' \\`,
        `  -d '${JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] })}'`,
      ].join('\n'),
  },
  {
    id: 'openai-python',
    name: 'OpenAI SDK (Python)',
    language: 'python',
    example: ({ origin, model, secret }) => `from openai import OpenAI

client = OpenAI(base_url="${origin}/v1", api_key="${secret}")
answer = client.chat.completions.create(
    model="${model}",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)`,
  },
  {
    id: 'openai-node',
    name: 'OpenAI SDK (JavaScript)',
    language: 'js',
    example: ({ origin, model, secret }) => `import OpenAI from 'openai';

const client = new OpenAI({ baseURL: '${origin}/v1', apiKey: '${secret}' });
const answer = await client.chat.completions.create({
  model: '${model}',
  messages: [{ role: 'user', content: 'Hello' }],
});
console.log(answer.choices[0].message.content);`,
  },
  {
    id: 'anthropic-python',
    name: 'Anthropic SDK (Python)',
    language: 'python',
    example: ({ origin, model, secret }) => `from anthropic import Anthropic

client = Anthropic(base_url="${origin}", api_key="${secret}")
answer = client.messages.create(
    model="${model}",
    max_tokens=1000,
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.content[0].text)`,
  },
  {
    id: 'continue',
    name: 'Continue (VS Code, JetBrains)',
    language: 'yaml',
    example: ({ origin, model, secret }) => `models:
  - name: Potluck
    provider: openai
    model: ${model}
    apiBase: ${origin}/v1
    apiKey: ${secret}
    roles: [chat, edit, apply]`,
  },
  {
    id: 'zed',
    name: 'Zed',
    language: 'json',
    example: ({ origin, model }) =>
      JSON.stringify(
        {
          language_models: {
            openai_compatible: {
              Potluck: {
                api_url: `${origin}/v1`,
                available_models: [{ name: model, display_name: model, max_tokens: 128_000 }],
              },
            },
          },
        },
        null,
        2,
      ),
  },
  {
    id: 'aider',
    name: 'Aider',
    language: 'sh',
    example: ({ origin, model, secret }) =>
      `export OPENAI_API_BASE=${origin}/v1\nexport OPENAI_API_KEY=${secret}\naider --model openai/${model}`,
  },
  {
    id: 'claude-code',
    name: 'Claude Code',
    language: 'sh',
    example: ({ origin, model, secret }) =>
      `export ANTHROPIC_BASE_URL=${origin}\nexport ANTHROPIC_AUTH_TOKEN=${secret}\nclaude --model ${model}`,
  },
];
