import type { Model } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { cx } from '@/ui/cx';

type Props = {
  id: string;
  models: readonly Model[];
  active: Model | undefined;
  onChoose(model: Model): void;
};

/** The models whose names begin as what was typed after "@". The keys are the message field's. */
export function MentionList({ id, models, active, onChoose }: Props) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t('chat.model.list')}
      className="absolute bottom-full left-0 z-20 mb-2 max-h-64 w-72 max-w-full animate-fade overflow-y-auto rounded-m border border-line bg-raised p-1 shadow-float"
    >
      {models.map((model) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the message field
        <div
          key={model.id}
          id={`${id}-${model.id}`}
          role="option"
          aria-selected={model === active}
          // Not on click: the field would lose its focus before.
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(model);
          }}
          className={cx(
            'flex min-h-9 cursor-default items-baseline gap-2 rounded-s px-3 py-2 text-14',
            model === active && 'bg-ink/7',
          )}
        >
          <span className="min-w-0 flex-1 truncate">{model.name}</span>
          <span className="shrink-0 text-12 text-ink-faint">{model.provider}</span>
        </div>
      ))}
    </div>
  );
}
