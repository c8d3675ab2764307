import type { QueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import { asProblem } from '@/lib/api/problem';
import { sessionState } from '@/lib/api/session';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { createStore } from '@/lib/store';
import { importChat } from '../importChat';
import { NotAnExport, readExport } from './readExport';

// Bringing takes as long as the file is large: it goes on while other pages are looked at, and ends with the session.

/** What became of the chats so far. */
export type Tally = { brought: number; known: number; unreadable: number; count: number };

/** How it goes, and to which group. */
export type Bringing =
  | { step: 'idle' }
  | ({ groupId: string } & (
      | { step: 'reading' }
      | { step: 'bringing' | 'done' | 'stopped'; tally: Tally }
      | { step: 'refused'; text: string; tally: Tally | null }
    ));

/** How far this tab has come. */
export const bringing = createStore<Bringing>({ step: 'idle' });

let running: AbortController | null = null;

sessionState.subscribe(() => {
  if (sessionState.get().status === 'signed_out') {
    stopBringing();
    running = null;
    bringing.set({ step: 'idle' });
  }
});

/** Ends with the chat that is on its way; what came stays. */
export function stopBringing(): void {
  running?.abort();
}

/** Reads an export and brings its chats into a group, one after the other. Never rejects: `bringing` says how it went. */
export async function bring(queries: QueryClient, file: File, groupId: string): Promise<void> {
  const mine = new AbortController();
  running = mine;
  const show = (next: Bringing) => {
    if (running === mine) {
      bringing.set(next);
    }
  };
  show({ groupId, step: 'reading' });
  let tally: Tally | null = null;
  try {
    const found = await readExport(file);
    tally = { brought: 0, known: 0, unreadable: 0, count: found.count };
    show({ groupId, step: 'bringing', tally });
    for await (const chat of found.chats) {
      if (mine.signal.aborted) {
        break;
      }
      tally = counted(tally, chat === null ? 'unreadable' : await brought(groupId, chat));
      show({ groupId, step: 'bringing', tally });
    }
    show({ groupId, step: mine.signal.aborted ? 'stopped' : 'done', tally });
  } catch (error) {
    show({ groupId, step: 'refused', text: whyNot(error), tally });
  }
  await queries.invalidateQueries({ queryKey: keys.conversations(groupId) });
}

async function brought(
  groupId: string,
  chat: Parameters<typeof importChat>[1],
): Promise<'brought' | 'known'> {
  const { known } = await importChat(groupId, chat);
  return known ? 'known' : 'brought';
}

function counted(tally: Tally, what: Exclude<keyof Tally, 'count'>): Tally {
  return { ...tally, [what]: tally[what] + 1 };
}

function whyNot(error: unknown): string {
  return error instanceof NotAnExport
    ? t(error.why === 'damaged' ? 'import.damaged' : 'import.other')
    : problemText(asProblem(error));
}
