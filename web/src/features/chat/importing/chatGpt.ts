import type { ChatToImport } from '../importChat';
import { type Found, inOrder, isRecord, textOf, timeOf } from './tree';

/** A conversation of ChatGPT's export: `mapping` is a tree of nodes, some of them without a message, or with a tool's. */
export function chatGptChat(chat: unknown): ChatToImport | null {
  if (!isRecord(chat) || !isRecord(chat.mapping)) {
    return null;
  }
  const id = textOf(chat.conversation_id) ?? textOf(chat.id);
  const nodes = chat.mapping;
  const found = Object.entries(nodes).flatMap(([name, node]) => {
    const message = isRecord(node) ? said(name, node, nodes, chat.create_time) : null;
    return message === null ? [] : [message];
  });
  const messages = inOrder(found);
  return id === null || messages.length === 0
    ? null
    : { origin: `chatgpt:${id}`, title: textOf(chat.title), messages };
}

function said(
  id: string,
  node: Record<string, unknown>,
  nodes: Record<string, unknown>,
  begun: unknown,
): Found | null {
  const message = node.message;
  const author = isRecord(message) ? message.author : null;
  if (!isRecord(message) || !isRecord(author) || !(author.role === 'user' || author.role === 'assistant')) {
    return null;
  }
  const text = content(message.content);
  if (text === null) {
    return null;
  }
  const metadata = isRecord(message.metadata) ? message.metadata : {};
  return {
    id,
    parent: spokenParent(node.parent, nodes),
    role: author.role,
    text,
    model: textOf(metadata.model_slug),
    at: timeOf(message.create_time ?? begun),
  };
}

/** The nearest node above that says something: tools and system messages in between are passed over. */
function spokenParent(parent: unknown, nodes: Record<string, unknown>): string | null {
  const seen = new Set<string>();
  for (let at = textOf(parent); at !== null && !seen.has(at); ) {
    seen.add(at);
    const node = nodes[at];
    if (!isRecord(node)) {
      return null;
    }
    const message = node.message;
    const author = isRecord(message) ? message.author : null;
    const speaks = isRecord(author) && (author.role === 'user' || author.role === 'assistant');
    if (isRecord(message) && speaks && content(message.content) !== null) {
      return at;
    }
    at = textOf(node.parent);
  }
  return null;
}

function content(value: unknown): string | null {
  if (!isRecord(value)) {
    return null;
  }
  if (value.content_type === 'text' || value.content_type === 'multimodal_text') {
    const parts = Array.isArray(value.parts) ? value.parts : [];
    return textOf(parts.flatMap((part) => textOf(part) ?? []).join('\n\n'));
  }
  return value.content_type === 'code' ? textOf(value.text) : null;
}
