import { api, unwrap } from '@/lib/api/client';
import type { ImportedChat } from '@/lib/api/types';

/** A chat from elsewhere, in the words of the server. */
export type ChatToImport = {
  /** Where it comes from, and which it is there: the same chat comes once. */
  origin: string;
  title: string | null;
  messages: readonly MessageToImport[];
};

export type MessageToImport = {
  /** The place in the list of what it follows. */
  parent: number | null;
  role: 'user' | 'assistant';
  text: string;
  model: string | null;
  created_at: string;
};

/** Brings one chat; one that came before stays as it is. */
export async function importChat(groupId: string, chat: ChatToImport): Promise<ImportedChat> {
  const body = { group_id: groupId, ...chat, messages: [...chat.messages] };
  return await unwrap(api.POST('/api/v1/conversations/import', { body }));
}
