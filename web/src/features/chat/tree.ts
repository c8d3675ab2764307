// A conversation is a tree: an edited question and its first version are siblings, and so are two answers to one
// question. What is read is one path through it. All of this is pure; messages come oldest first.

type Node = { readonly id: string; readonly parent_id: string | null };

/** Which of its siblings a message is, and its neighbours. Counted from 0. */
export type Branch = { index: number; count: number; previous: string | null; next: string | null };

/**
 * The path to read, from the first message to a leaf. It leads through `via` and from there on to the newest leaf;
 * without one, or if it is gone, to the newest message of all.
 */
export function pathThrough<M extends Node>(messages: readonly M[], via: string | null): M[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const start = (via === null ? undefined : byId.get(via)) ?? messages.at(-1);
  if (start === undefined) {
    return [];
  }
  const path: M[] = [];
  const seen = new Set<string>();
  for (let at: M | undefined = start; at !== undefined && !seen.has(at.id); at = parentOf(at, byId)) {
    seen.add(at.id);
    path.push(at);
  }
  return [...path.reverse(), ...newestBelow(messages, start.id)];
}

/** Whether a path has its beginning: while a long conversation comes, its end is here first. */
export function isWhole(path: readonly Node[]): boolean {
  return path[0] === undefined || path[0].parent_id === null;
}

/** Where each message stands among the versions of itself. One pass: long conversations are drawn often. */
export function branches(messages: readonly Node[]): ReadonlyMap<string, Branch> {
  const families = new Map<string | null, string[]>();
  for (const { id, parent_id } of messages) {
    const family = families.get(parent_id);
    if (family === undefined) {
      families.set(parent_id, [id]);
    } else {
      family.push(id);
    }
  }
  const found = new Map<string, Branch>();
  for (const family of families.values()) {
    for (const [index, id] of family.entries()) {
      found.set(id, {
        index,
        count: family.length,
        previous: family[index - 1] ?? null,
        next: family[index + 1] ?? null,
      });
    }
  }
  return found;
}

function parentOf<M extends Node>(message: M, byId: ReadonlyMap<string, M>): M | undefined {
  return message.parent_id === null ? undefined : byId.get(message.parent_id);
}

/** The way from a message down to the newest leaf below it; empty for a leaf. */
function newestBelow<M extends Node>(messages: readonly M[], id: string): M[] {
  const below = new Set([id]);
  const byId = new Map<string, M>();
  let newest: M | undefined;
  for (const message of messages) {
    // Parents come before their children, so one pass finds all that is below.
    if (message.parent_id !== null && below.has(message.parent_id)) {
      below.add(message.id);
      byId.set(message.id, message);
      newest = message;
    }
  }
  const way: M[] = [];
  for (let at = newest; at !== undefined; at = parentOf(at, byId)) {
    way.unshift(at);
  }
  return way;
}
