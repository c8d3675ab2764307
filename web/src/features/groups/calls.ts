import type { QueryClient } from '@tanstack/react-query';
import { api, idempotent, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Group, Invitation, PlanChange } from '@/lib/api/types';

// What can be done to a group. Each takes the idempotency key of the intention where the server makes something new.

export function createGroup(
  body: { name: string; plan: string; time_zone: string },
  key: string,
): Promise<Group> {
  return unwrap(api.POST('/api/v1/groups', { headers: idempotent(key), body }));
}

export function renameGroup(id: string, name: string): Promise<Group> {
  return unwrap(api.PATCH('/api/v1/groups/{id}', { params: { path: { id } }, body: { name } }));
}

export function startGroup(id: string, key: string): Promise<Group> {
  return unwrap(
    api.POST('/api/v1/groups/{id}/start', { params: { path: { id } }, headers: idempotent(key) }),
  );
}

export function leaveGroup(id: string): Promise<{ status: 'left' | 'leaving' }> {
  return unwrap(api.POST('/api/v1/groups/{id}/leave', { params: { path: { id } } }));
}

export function stayInGroup(id: string): Promise<unknown> {
  return unwrap(api.POST('/api/v1/groups/{id}/stay', { params: { path: { id } } }));
}

export function removeMember(id: string, userId: string): Promise<unknown> {
  return unwrap(
    api.DELETE('/api/v1/groups/{id}/members/{user_id}', { params: { path: { id, user_id: userId } } }),
  );
}

export function handOver(id: string, userId: string): Promise<Group> {
  return unwrap(
    api.POST('/api/v1/groups/{id}/owner', { params: { path: { id } }, body: { user_id: userId } }),
  );
}

export function changePlan(id: string, plan: string): Promise<PlanChange> {
  return unwrap(api.PUT('/api/v1/groups/{id}/plan', { params: { path: { id } }, body: { plan } }));
}

export function cancelGroup(id: string): Promise<Group> {
  return unwrap(api.POST('/api/v1/groups/{id}/cancel', { params: { path: { id } } }));
}

export function resumeGroup(id: string): Promise<Group> {
  return unwrap(api.POST('/api/v1/groups/{id}/resume', { params: { path: { id } } }));
}

export function deleteGroup(id: string): Promise<unknown> {
  return unwrap(api.DELETE('/api/v1/groups/{id}', { params: { path: { id } } }));
}

export function createInvitation(id: string, email: string | null, key: string): Promise<Invitation> {
  return unwrap(
    api.POST('/api/v1/groups/{id}/invitations', {
      params: { path: { id } },
      headers: idempotent(key),
      body: email === null ? {} : { email },
    }),
  );
}

export function revokeInvitation(id: string, invitationId: string): Promise<unknown> {
  return unwrap(
    api.DELETE('/api/v1/groups/{id}/invitations/{invitation_id}', {
      params: { path: { id, invitation_id: invitationId } },
    }),
  );
}

export function acceptInvitation(token: string): Promise<{ group_id: string }> {
  return unwrap(api.POST('/api/v1/invitations/{token}/accept', { params: { path: { token } } }));
}

export function declineInvitation(token: string): Promise<unknown> {
  return unwrap(api.POST('/api/v1/invitations/{token}/decline', { params: { path: { token } } }));
}

/** After a change: the group, all that hangs on it, and the list of groups are asked for again. */
export async function refreshGroup(queries: QueryClient, groupId: string): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: keys.group(groupId) }),
    queries.invalidateQueries({ queryKey: keys.groups }),
  ]);
}
