import { useQuery, useQueryClient } from '@tanstack/react-query';
import { modelsQuery } from '@/lib/api/queries';
import type { Conversation, Model } from '@/lib/api/types';
import { createStore, type Store, useStore } from '@/lib/store';
import { changeConversation } from './changes';

/** The same empty list each time: messages are drawn again for another. */
const NO_MODELS: readonly Model[] = [];

/** The model last chosen in each group, kept for the next new chat. Says nothing about what was written. */
const remembered = new Map<string, Store<string | null>>();

function rememberedOf(groupId: string): Store<string | null> {
  let store = remembered.get(groupId);
  if (store === undefined) {
    store = createStore(stored(groupId));
    remembered.set(groupId, store);
  }
  return store;
}

function stored(groupId: string): string | null {
  try {
    return localStorage.getItem(`potluck.model.${groupId}`);
  } catch {
    return null;
  }
}

function remember(groupId: string, model: string): void {
  rememberedOf(groupId).set(model);
  try {
    localStorage.setItem(`potluck.model.${groupId}`, model);
  } catch {
    // No storage in this browser: remembered until the page closes.
  }
}

export type ModelChoice = {
  /** What may be chosen; empty until fetched. */
  models: readonly Model[];
  /** Answers the next message; null until the models have come. */
  model: Model | null;
  choose(model: Model): void;
};

/** The model of a conversation, or of the next one: its own, else the last chosen in the group, else the usual one. */
export function useModelChoice(groupId: string, conversation: Conversation | null): ModelChoice {
  const queries = useQueryClient();
  const { data: models = NO_MODELS } = useQuery(modelsQuery(groupId));
  const last = useStore(rememberedOf(groupId));
  const find = (id: string | null | undefined) => models.find((model) => model.id === id);
  const model =
    find(conversation?.model) ?? find(last) ?? models.find((each) => each.default) ?? models[0] ?? null;

  async function choose(next: Model) {
    remember(groupId, next.id);
    if (conversation === null || conversation.model === next.id) {
      return;
    }
    await changeConversation(queries, conversation, { model: next.id });
  }

  return { models, model, choose };
}
