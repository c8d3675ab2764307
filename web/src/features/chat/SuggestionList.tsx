import { useEffect } from 'react';
import { cx } from '@/ui/cx';
import type { Suggestion } from './useSuggestions';

type Props = {
  id: string;
  label: string;
  items: readonly Suggestion[];
  active: Suggestion;
  onChoose(item: Suggestion): void;
};

/** What begins as it was typed. The keys are the message field's. */
export function SuggestionList({ id, label, items, active, onChoose }: Props) {
  const activeId = `${id}-${active.id}`;
  useEffect(() => {
    document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  return (
    <div
      id={id}
      role="listbox"
      aria-label={label}
      className="absolute bottom-full inset-s-0 z-20 mb-2 max-h-64 w-72 max-w-full animate-fade overflow-y-auto rounded-m border border-line bg-raised p-1 shadow-float"
    >
      {items.map((item) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the message field
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the message field's
        <div
          key={item.id}
          id={`${id}-${item.id}`}
          role="option"
          aria-selected={item === active}
          // The field keeps its focus; and a finger that only scrolls the list chooses nothing.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(item)}
          className={cx(
            'flex min-h-9 touch:min-h-11 cursor-default items-baseline gap-2 rounded-s px-3 py-2 text-14',
            item === active && 'bg-ink/7',
          )}
        >
          <span dir="auto" className="min-w-0 flex-1 truncate">
            {item.name}
          </span>
          <span className="max-w-32 shrink-0 truncate text-12 text-ink-faint">{item.note}</span>
        </div>
      ))}
    </div>
  );
}
