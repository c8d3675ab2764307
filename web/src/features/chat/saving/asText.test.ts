import { expect, it } from 'vitest';
import type { Conversation, Message } from '@/lib/api/types';
import { asJson, asMarkdown, fileName } from './asText';

function message(id: string, parent: string | null, more: Partial<Message> = {}): Message {
  return {
    id,
    parent_id: parent,
    role: id.startsWith('q') ? 'user' : 'assistant',
    status: 'complete',
    text: id,
    attachments: [],
    model: null,
    turn_id: null,
    created_at: '2026-11-23T00:00:00Z',
    usage: null,
    cost_nanousd: null,
    error: null,
    sealed: false,
    reasoning: null,
    thought_ms: null,
    ...more,
  };
}

const file = {
  id: 'f',
  name: 'menu.pdf',
  kind: null,
  bytes: 1,
  width: null,
  height: null,
  cut: false,
  sealed: false,
};

it('reads in order as Markdown', () => {
  const path = [
    message('q1', null, { text: 'Soup?', attachments: [file] }),
    message('r1', 'q1', { text: '**Yes.**', model: 'steady' }),
    message('q2', 'r1', { sealed: true, text: '' }),
  ];
  const lines = asMarkdown('Dinner', path).split('\n');
  expect(lines[0]).toBe('# Dinner');
  expect(lines.filter((line) => line.startsWith('## ')).map((line) => line.split(' (')[0])).toEqual([
    '## You',
    '## steady',
    '## You',
  ]);
  expect(lines).toContain('*menu.pdf*');
  expect(lines).toContain('**Yes.**');
  expect(lines).toContain('Sealed since your password was lost.');
});

it('has every version as JSON, and nothing of the page', () => {
  const messages = [message('q1', null), message('r1', 'q1'), message('r2', 'q1')];
  const chat = { id: 'c', title: 'Dinner', model: null, created_at: 'a', updated_at: 'b' } as Conversation;
  const read = JSON.parse(asJson(chat, messages));
  expect(read.title).toBe('Dinner');
  expect(
    read.messages.map(({ id, parent_id }: { id: string; parent_id: string }) => [id, parent_id]),
  ).toEqual([
    ['q1', null],
    ['r1', 'q1'],
    ['r2', 'q1'],
  ]);
});

it.each([
  ['What is for dinner?', 'What-is-for-dinner.md'],
  ['../../etc/passwd', 'etc-passwd.md'],
  ['晚饭', '晚饭.md'],
  ['///', 'chat.md'],
])('%s is the file %s', (title, name) => {
  expect(fileName(title, 'md')).toBe(name);
});
