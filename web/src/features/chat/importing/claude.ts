import type { ChatToImport } from '../importChat';
import { type Found, inOrder, isRecord, textOf, timeOf } from './tree';

/** Names no message: what the first one of a conversation follows. */
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** A conversation of Claude's export: a list, newer ones with the parent of each message. */
export function claudeChat(chat: unknown): ChatToImport | null {
  if (!isRecord(chat) || !Array.isArray(chat.chat_messages)) {
    return null;
  }
  const id = textOf(chat.uuid);
  const found: Found[] = [];
  for (const message of chat.chat_messages) {
    if (!isRecord(message)) {
      continue;
    }
    const text = textOf(message.text) ?? content(message.content);
    const name = textOf(message.uuid) ?? String(found.length);
    if (text === null || !(message.sender === 'human' || message.sender === 'assistant')) {
      continue;
    }
    const parent = textOf(message.parent_message_uuid);
    found.push({
      id: name,
      parent: parent === null ? (found.at(-1)?.id ?? null) : parent === NOBODY ? null : parent,
      role: message.sender === 'human' ? 'user' : 'assistant',
      text,
      model: textOf(chat.model),
      at: timeOf(message.created_at ?? chat.created_at),
    });
  }
  const messages = inOrder(found);
  return id === null || messages.length === 0
    ? null
    : { origin: `claude:${id}`, title: textOf(chat.name), messages };
}

function content(value: unknown): string | null {
  const parts = Array.isArray(value) ? value : [];
  return textOf(
    parts
      .flatMap((part) => (isRecord(part) && part.type === 'text' ? (textOf(part.text) ?? []) : []))
      .join('\n\n'),
  );
}
