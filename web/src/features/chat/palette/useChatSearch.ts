import { useEffect, useState } from 'react';
import { asProblem, type Problem } from '@/lib/api/problem';
import { type Hit, searchChats } from './searchChats';

/** Between two keys of somebody who types: no search is worth its work before. */
const TYPING_MS = 120;

export type ChatSearch = {
  /** What was looked for; hits of the words before are shown until the first of these come. */
  hits: readonly Hit[];
  state: 'idle' | 'searching' | 'done';
  more: boolean;
  problem: Problem | null;
};

const NOTHING: ChatSearch = { hits: [], state: 'idle', more: false, problem: null };

/** The hits for what is typed, in one folder or (null) everywhere, as they come. */
export function useChatSearch(typed: string, folderId: string | null): ChatSearch {
  const q = typed.trim();
  const [search, setSearch] = useState<ChatSearch>(NOTHING);
  useEffect(() => {
    if (q === '') {
      setSearch(NOTHING);
      return;
    }
    setSearch((before) => ({ ...before, state: 'searching', problem: null }));
    const ending = new AbortController();
    let hits: readonly Hit[] = [];
    const show = (more: Partial<ChatSearch>) => {
      if (!ending.signal.aborted) {
        setSearch((before) => ({ ...before, hits, ...more }));
      }
    };
    async function run() {
      try {
        const { more } = await searchChats(
          { q, folderId },
          (found) => {
            hits = [...hits, ...found];
            show({});
          },
          ending.signal,
        );
        show({ state: 'done', more });
      } catch (error) {
        show({ state: 'done', more: false, problem: asProblem(error) });
      }
    }
    const waiting = setTimeout(() => void run(), TYPING_MS);
    return () => {
      clearTimeout(waiting);
      ending.abort();
    };
  }, [q, folderId]);
  return search;
}
