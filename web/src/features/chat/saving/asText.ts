import type { Conversation, Message } from '@/lib/api/types';
import { formatDateTime } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';

type Said = Pick<Message, 'role' | 'text' | 'model' | 'created_at' | 'attachments' | 'sealed'>;

/** What is read of a conversation, as Markdown. */
export function asMarkdown(title: string, path: readonly Said[]): string {
  const said = path.map(({ role, text, model, created_at, attachments, sealed }) => {
    const who = role === 'user' ? t('chat.you') : (model ?? t('chat.answer'));
    const files = attachments.map(({ name }) => `*${name ?? t('files.sealed')}*\n\n`).join('');
    return `## ${who} (${formatDateTime(created_at)})\n\n${files}${sealed ? t('chat.sealedText') : text}\n`;
  });
  return [`# ${title}\n`, ...said].join('\n');
}

/** Everything that a conversation has, with all its versions, in the form of the archive of all chats. */
export function asJson(conversation: Conversation, messages: readonly Message[]): string {
  const { id, title, model, created_at, updated_at } = conversation;
  const said = messages.map((message) => ({
    id: message.id,
    parent_id: message.parent_id,
    role: message.role,
    status: message.status,
    model: message.model,
    created_at: message.created_at,
    cost_nanousd: message.cost_nanousd,
    text: message.sealed ? null : message.text,
    files: message.attachments.map(({ name }) => name),
  }));
  return `${JSON.stringify({ id, title, model, created_at, updated_at, messages: said }, null, 2)}\n`;
}

/** A name that every file system takes. */
export function fileName(title: string, end: string): string {
  const words = title.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return `${words.join('-').slice(0, 60) || 'chat'}.${end}`;
}
