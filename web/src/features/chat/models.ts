import type { Model } from '@/lib/api/types';

/**
 * The models whose name, vendor or id has every word of `search`, by vendor; the order of the list is kept. Beginnings
 * of words count first ("mini" is not "Gemini"); only if there are none, any part does.
 */
export function matchingModels(
  models: readonly Model[],
  search: string,
): { provider: string; models: Model[] }[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const beginning = models.filter((model) => words.every((word) => ` ${textOf(model)}`.includes(` ${word}`)));
  const found =
    beginning.length > 0
      ? beginning
      : models.filter((model) => words.every((word) => textOf(model).includes(word)));
  const groups = new Map<string, Model[]>();
  for (const model of found) {
    groups.set(model.provider, [...(groups.get(model.provider) ?? []), model]);
  }
  return [...groups].map(([provider, ofProvider]) => ({ provider, models: ofProvider }));
}

function textOf({ name, provider, id }: Model): string {
  return `${name} ${provider} ${id} ${id.replace(/[-_/:.]/g, ' ')}`.toLocaleLowerCase();
}
