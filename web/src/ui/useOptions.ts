import { type KeyboardEvent, useId, useState } from 'react';

type Options<T extends { id: string }> = {
  items: readonly T[];
  /** What Enter chooses until somebody moves; the first, where it is not among `items`. */
  initial?: string | null;
  onChoose(item: T): void;
};

/**
 * A list below a field: the focus stays in the field, whose arrow keys move through the list, round at its ends; Enter chooses. Gives
 * what the field, the list and each option of it are to carry.
 */
export function useOptions<T extends { id: string }>({ items, initial = null, onChoose }: Options<T>) {
  const listId = useId();
  const [wanted, setWanted] = useState(initial);
  const active = items.find(({ id }) => id === wanted) ?? items[0];
  const idOf = (item: T) => `${listId}-${item.id}`;

  function move(by: number) {
    const at = active === undefined ? 0 : items.indexOf(active);
    const next = items[(at + by + items.length) % items.length];
    if (next !== undefined) {
      setWanted(next.id);
      document.getElementById(idOf(next))?.scrollIntoView({ block: 'nearest' });
    }
  }

  return {
    active,
    /** Enter chooses the first again. */
    reset: () => setWanted(null),
    field: {
      role: 'combobox',
      'aria-expanded': true,
      'aria-controls': listId,
      'aria-activedescendant': active === undefined ? undefined : idOf(active),
      'aria-autocomplete': 'list',
      autoComplete: 'off',
      onKeyDown(event: KeyboardEvent) {
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
          event.preventDefault();
          move(event.key === 'ArrowDown' ? 1 : -1);
        } else if (event.key === 'Enter' && active !== undefined && !event.nativeEvent.isComposing) {
          event.preventDefault();
          onChoose(active);
        }
      },
    },
    list: { id: listId },
    option: (item: T) => ({
      id: idOf(item),
      onClick: () => onChoose(item),
      onPointerMove: () => setWanted(item.id),
    }),
  } as const;
}
