import { useQuery } from '@tanstack/react-query';
import { groupQuery } from '@/lib/api/queries';
import type { Group, Member } from '@/lib/api/types';

/** When four fifths are gone it is said, before the limit bites. */
const LOW = 0.2;

/** The group, and how I stand in its pool; null before its first month. */
export function useMyCredit(groupId: string): { group: Group; me: Member; isLow: boolean } | null {
  const { data: group } = useQuery(groupQuery(groupId));
  const me = group?.members.find((member) => member.user_id === group.you);
  return group && me && me.grant > 0 ? { group, me, isLow: me.available < me.grant * LOW } : null;
}
