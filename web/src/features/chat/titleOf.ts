import type { Conversation } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';

/** What a conversation is called: also before it has a title, and while that is sealed. */
export function titleOf({ title, sealed }: Pick<Conversation, 'title' | 'sealed'>): string {
  return title ?? t(sealed ? 'chat.sealedTitle' : 'chat.untitled');
}
