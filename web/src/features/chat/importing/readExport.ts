import type { ChatToImport } from '../importChat';
import { chatGptChat } from './chatGpt';
import { claudeChat } from './claude';
import { potluckChat } from './potluck';
import { NotAnArchive, openZip } from './zip';

/** Whose export it is. */
type Source = 'chatgpt' | 'claude' | 'potluck';

/** The chats of an export, read one after the other; null where one cannot be. */
export type Export = { source: Source; count: number; chats: AsyncIterable<ChatToImport | null> };

/** Why a file is no export: it was cut off or is damaged, or it is from another product. */
export class NotAnExport extends Error {
  readonly why: 'damaged' | 'other';

  constructor(why: 'damaged' | 'other') {
    super(why);
    this.why = why;
  }
}

/** Opens an export of ChatGPT's, Claude's or Potluck's: the archive as it came, or the file of chats in it. */
export function readExport(file: File): Promise<Export> {
  return unlessDamaged(opened(file));
}

async function opened(file: File): Promise<Export> {
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isZip = start[0] === 0x50 && start[1] === 0x4b;
  if (!isZip) {
    return ofList(parse(await file.text()));
  }
  const archive = await openZip(file);
  const own = archive.names.filter((name) => /^conversations\/.*\.json$/.test(name));
  if (own.length > 0) {
    return {
      source: 'potluck',
      count: own.length,
      chats: each(own, async (name) => potluckChat(parse(await unlessDamaged(archive.text(name))))),
    };
  }
  const list = archive.names.find((name) => /(^|\/)conversations\.json$/.test(name));
  if (list === undefined) {
    throw new NotAnExport('other');
  }
  return ofList(parse(await archive.text(list)));
}

/** What is read; a file that is gone, changed since it was chosen or not to be read (a DOMException) is as good as damaged. */
async function unlessDamaged<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof NotAnArchive || error instanceof DOMException ? new NotAnExport('damaged') : error;
  }
}

function ofList(list: unknown): Export {
  const single = potluckChat(list);
  if (single !== null) {
    return { source: 'potluck', count: 1, chats: each([single], (chat) => chat) };
  }
  if (!Array.isArray(list) || list.length === 0) {
    throw new NotAnExport('other');
  }
  for (const [source, read] of [
    ['chatgpt', chatGptChat],
    ['claude', claudeChat],
  ] as const) {
    if (list.some((chat) => read(chat) !== null)) {
      return { source, count: list.length, chats: each(list, read) };
    }
  }
  throw new NotAnExport('other');
}

async function* each<T>(
  items: readonly T[],
  read: (item: T) => ChatToImport | null | Promise<ChatToImport | null>,
): AsyncIterable<ChatToImport | null> {
  for (const item of items) {
    yield await read(item);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotAnExport('damaged');
  }
}
