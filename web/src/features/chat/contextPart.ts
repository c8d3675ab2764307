import type { Model } from '@/lib/api/types';
import type { ShownMessage } from './live/shownMessages';

/** How much of the model's context the path takes, by the newest answer that was counted; null: nobody knows yet. */
export function contextPart(
  path: readonly Pick<ShownMessage, 'usage'>[],
  model: Model | null,
): number | null {
  const usage = path.findLast((message) => message.usage)?.usage;
  if (!usage || model === null) {
    return null;
  }
  const read = usage.input_tokens + usage.cached_input_tokens + usage.cache_write_tokens;
  return (read + usage.output_tokens) / model.context_tokens;
}
