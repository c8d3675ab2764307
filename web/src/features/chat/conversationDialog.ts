import type { Conversation } from '@/lib/api/types';
import { createStore } from '@/lib/store';

/** What can be opened over the page about a conversation. */
export type DialogKind = 'instructions' | 'share' | 'save' | 'move';

/**
 * What is open, and about which conversation; null: nothing. Apart from the list, in which a conversation changes its place with every
 * answer: nothing that somebody types must go with it.
 */
export const conversationDialog = createStore<{ about: Conversation; kind: DialogKind } | null>(null);
