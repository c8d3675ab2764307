import { type KeyboardEvent, type RefObject, useState } from 'react';
import type { Store } from '@/lib/store';
import type { Mention } from './mention';

/** What can be suggested: it has a name, and a line that says more. */
export type Suggestion = {
  id: string;
  name: string;
  note: string;
  /** The text once it was chosen, and where the caret is then. */
  write(text: string, mention: Mention): { text: string; caret: number };
  onChosen?(): void;
};

/** Suggestions that the same sign asks for. */
export type SuggestionKind = {
  label: string;
  /** What is being typed at the caret that asks for them; null: nothing. */
  at(text: string, caret: number): Mention | null;
  items: readonly Suggestion[];
};

type Options = {
  area: RefObject<HTMLTextAreaElement | null>;
  draft: Store<string>;
  kinds: readonly SuggestionKind[];
};

/** Choosing something by typing a sign and the beginning of its name. */
export function useSuggestions({ area, draft, kinds }: Options) {
  const [open, setOpen] = useState<{ kind: number; mention: Mention } | null>(null);
  const [index, setIndex] = useState(0);
  const kind = open === null ? undefined : kinds[open.kind];
  const word = open?.mention.word.toLocaleLowerCase() ?? '';
  const found = kind?.items.filter(({ id, name }) => starts(name, word) || starts(id, word)) ?? [];
  const active = found[Math.min(index, found.length - 1)];

  function choose(item: Suggestion): void {
    if (open !== null) {
      const { text, caret } = item.write(draft.get(), open.mention);
      draft.set(text);
      // The field has the new text only with the next frame.
      requestAnimationFrame(() => area.current?.setSelectionRange(caret, caret));
    }
    setOpen(null);
    item.onChosen?.();
  }

  function close(): void {
    setOpen(null);
  }

  return {
    /** The list that is open; null: none. */
    list: kind === undefined || active === undefined ? null : { label: kind.label, items: found, active },
    choose,
    close,
    /** Looks at what stands before the caret; whenever that may have changed. */
    look(): void {
      const field = area.current;
      const mentions = kinds.map(({ at }) => (field === null ? null : at(field.value, field.selectionStart)));
      const meant = mentions.findIndex((mention) => mention !== null);
      const mention = mentions[meant] ?? null;
      setOpen(mention === null ? null : { kind: meant, mention });
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
          close();
          return true;
        default:
          return false;
      }
    },
  };
}

function starts(text: string, word: string): boolean {
  return text.toLocaleLowerCase().startsWith(word);
}
