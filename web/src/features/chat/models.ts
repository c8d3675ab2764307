import type { Model } from '@/lib/api/types';

/** The models whose name, vendor or id has every word of `search`, by vendor; the order of the list is kept. */
export function matchingModels(
  models: readonly Model[],
  search: string,
): { provider: string; models: Model[] }[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Model[]>();
  for (const model of models) {
    const text = `${model.name} ${model.provider} ${model.id}`.toLocaleLowerCase();
    if (words.every((word) => text.includes(word))) {
      groups.set(model.provider, [...(groups.get(model.provider) ?? []), model]);
    }
  }
  return [...groups].map(([provider, found]) => ({ provider, models: found }));
}
