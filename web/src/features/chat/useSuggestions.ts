import { type KeyboardEvent, type RefObject, useState } from 'react';
import type { Store } from '@/lib/store';
import type { Mention } from './mention';

/** What can be suggested: it has a name, and a line that says more. */
export type Suggestion = { id: string; name: string; note: string };

type Options<T extends Suggestion> = {
  area: RefObject<HTMLTextAreaElement | null>;
  draft: Store<string>;
  items: readonly T[];
  /** What is being typed at the caret that asks for suggestions; null: nothing. */
  at(text: string, caret: number): Mention | null;
  /** The text once it was chosen, and where the caret is then. */
  chosen(text: string, mention: Mention, item: T): { text: string; caret: number };
  onChoose?(item: T): void;
};

/** Choosing something by typing a sign and the beginning of its name. */
export function useSuggestions<T extends Suggestion>(options: Options<T>) {
  const { area, draft, items, at, chosen, onChoose } = options;
  const [mention, setMention] = useState<Mention | null>(null);
  const [index, setIndex] = useState(0);
  const word = mention?.word.toLocaleLowerCase() ?? '';
  const found =
    mention === null ? [] : items.filter(({ id, name }) => starts(name, word) || starts(id, word));
  const active = found[Math.min(index, found.length - 1)];

  function choose(item: T): void {
    if (mention !== null) {
      const { text, caret } = chosen(draft.get(), mention, item);
      draft.set(text);
      // The field has the new text only with the next frame.
      requestAnimationFrame(() => area.current?.setSelectionRange(caret, caret));
    }
    setMention(null);
    onChoose?.(item);
  }

  return {
    found,
    active,
    choose,
    /** Looks at what stands before the caret; whenever that may have changed. */
    look(): void {
      const field = area.current;
      setMention(field === null ? null : at(field.value, field.selectionStart));
      setIndex(0);
    },
    /** Whether the key was the list's. */
    pressed(event: KeyboardEvent): boolean {
      if (active === undefined || event.nativeEvent.isComposing) {
        return false;
      }
      switch (event.key) {
        case 'ArrowDown':
          setIndex((index + 1) % found.length);
          return true;
        case 'ArrowUp':
          setIndex((index + found.length - 1) % found.length);
          return true;
        case 'Enter':
        case 'Tab':
          choose(active);
          return true;
        case 'Escape':
          setMention(null);
          return true;
        default:
          return false;
      }
    },
    close(): void {
      setMention(null);
    },
  };
}

function starts(text: string, word: string): boolean {
  return text.toLocaleLowerCase().startsWith(word);
}
