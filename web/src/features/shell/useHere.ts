import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { groupsQuery } from '@/lib/api/queries';
import type { GroupSummary } from '@/lib/api/types';
import { createStore, useStore } from '@/lib/store';

/** The group visited last in this tab, so that pages of no group (settings) keep the way back. */
const lastGroup = createStore<string | null>(null);

/** The group that the sidebar is about: the page's own, else the last visited, else the first. */
export function useHere(): GroupSummary | null {
  const { groupId } = useParams({ strict: false });
  const last = useStore(lastGroup);
  const { data: groups } = useQuery(groupsQuery);
  useEffect(() => {
    if (groupId !== undefined) {
      lastGroup.set(groupId);
    }
  }, [groupId]);
  if (groups === undefined) {
    return null;
  }
  const find = (id: string | null | undefined) => groups.find((group) => group.id === id);
  return find(groupId) ?? find(last) ?? groups[0] ?? null;
}
