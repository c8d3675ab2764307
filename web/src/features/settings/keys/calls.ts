import { api, idempotent, unwrap } from '@/lib/api/client';
import type { MadeApiKey } from '@/lib/api/types';

// What can be done to my keys.

type NewKey = {
  name: string;
  group_id: string;
  models: string[] | null;
  daily_cap_nanousd: number | null;
  expires_at: string | null;
};

export function createApiKey(body: NewKey, key: string): Promise<MadeApiKey> {
  return unwrap(api.POST('/api/v1/api-keys', { headers: idempotent(key), body }));
}

export function revokeApiKey(id: string): Promise<unknown> {
  return unwrap(api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } }));
}
