import type { Model, Prompt } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { inPlaceOf, mentionAt, slashAt, withoutMention } from './mention';
import type { SuggestionKind } from './useSuggestions';

/** The models, which “@” and a name choose. */
export function modelSuggestions(
  models: readonly Model[],
  onChoose: ((model: Model) => void) | undefined,
): SuggestionKind {
  return {
    label: t('chat.model.list'),
    at: mentionAt,
    items: models.map((model) => ({
      id: model.id,
      name: model.name,
      note: model.provider,
      write: withoutMention,
      onChosen: () => onChoose?.(model),
    })),
  };
}

/** What is asked again and again, which “/” and a name write. */
export function promptSuggestions(prompts: readonly Prompt[]): SuggestionKind {
  return {
    label: t('prompts.title'),
    at: slashAt,
    items: prompts
      .filter(({ sealed }) => !sealed)
      .map(({ id, name, text }) => ({
        id,
        name,
        note: text,
        write: (before, mention) => inPlaceOf(before, mention, text),
      })),
  };
}
