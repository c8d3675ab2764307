import type { MessageToImport } from '../importChat';

/** A message as exports have it, by its own name. */
export type Found = {
  id: string;
  parent: string | null;
  role: 'user' | 'assistant';
  text: string;
  model: string | null;
  at: string;
};

/**
 * The messages of an export in the server's order: parents first, questions and answers by turns. What another product put between
 * is joined: several answers in a row are one, and an answer without a question is left out.
 */
export function inOrder(found: readonly Found[]): MessageToImport[] {
  const byId = new Map(found.map((message) => [message.id, message]));
  const messages: MessageToImport[] = [];
  const places = new Map<string, number>();

  function place(message: Found, seen: ReadonlySet<string>): number | null {
    const known = places.get(message.id);
    if (known !== undefined) {
      return known;
    }
    const parent = message.parent === null || seen.has(message.parent) ? undefined : byId.get(message.parent);
    const at = parent === undefined ? null : place(parent, new Set(seen).add(message.id));
    const before = at === null ? undefined : messages[at];
    if (at !== null && before?.role === message.role) {
      before.text = [before.text, message.text].filter((text) => text !== '').join('\n\n');
      places.set(message.id, at);
      return at;
    }
    if (before === undefined && message.role === 'assistant') {
      return null;
    }
    const { role, text, model, at: created_at } = message;
    places.set(message.id, messages.length);
    messages.push({ parent: at, role, text, model, created_at });
    return messages.length - 1;
  }

  for (const message of found) {
    place(message, new Set());
  }
  return messages;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.replaceAll('\0', '') : null;
}

/** A time as exports write it, in seconds or in words. */
export function timeOf(value: unknown): string {
  const date = typeof value === 'number' ? new Date(value * 1000) : new Date(String(value));
  return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString();
}
