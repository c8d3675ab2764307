import type { ChatToImport } from '../importChat';
import { type Found, inOrder, isRecord, textOf, timeOf } from './tree';

/** A conversation of Potluck's own: one of an archive, or one that was saved by itself. */
export function potluckChat(chat: unknown): ChatToImport | null {
  if (!isRecord(chat) || !Array.isArray(chat.messages)) {
    return null;
  }
  const id = textOf(chat.id);
  const found = chat.messages.flatMap((message): Found[] => {
    const name = isRecord(message) ? textOf(message.id) : null;
    if (!isRecord(message) || name === null || !(message.role === 'user' || message.role === 'assistant')) {
      return [];
    }
    return [
      {
        id: name,
        parent: textOf(message.parent_id),
        role: message.role,
        text: textOf(message.text) ?? '',
        model: textOf(message.model),
        at: timeOf(message.created_at),
      },
    ];
  });
  const messages = inOrder(found);
  return id === null || messages.length === 0
    ? null
    : { origin: `potluck:${id}`, title: textOf(chat.title), messages };
}
