import { type KeyboardEvent, type RefObject, useState } from 'react';
import type { Model } from '@/lib/api/types';
import type { Store } from '@/lib/store';
import { type Mention, mentionAt, withoutMention } from './mention';

/** Choosing the model by typing "@" and the beginning of its name. */
export function useMention(
  area: RefObject<HTMLTextAreaElement | null>,
  draft: Store<string>,
  models: readonly Model[],
  onChoose: (model: Model) => void,
) {
  const [mention, setMention] = useState<Mention | null>(null);
  const [at, setAt] = useState(0);
  const word = mention?.word.toLocaleLowerCase() ?? '';
  const found =
    mention === null ? [] : models.filter(({ id, name }) => starts(name, word) || starts(id, word));
  const active = found[Math.min(at, found.length - 1)];

  function choose(model: Model): void {
    if (mention !== null) {
      const { text, caret } = withoutMention(draft.get(), mention);
      draft.set(text);
      // The field has the new text only with the next frame.
      requestAnimationFrame(() => area.current?.setSelectionRange(caret, caret));
    }
    setMention(null);
    onChoose(model);
  }

  return {
    found,
    active,
    choose,
    /** Looks at what stands before the caret; whenever that may have changed. */
    look(): void {
      const field = area.current;
      setMention(field === null ? null : mentionAt(field.value, field.selectionStart));
      setAt(0);
    },
    /** Whether the key was the list's. */
    pressed(event: KeyboardEvent): boolean {
      if (active === undefined || event.nativeEvent.isComposing) {
        return false;
      }
      switch (event.key) {
        case 'ArrowDown':
          setAt((at + 1) % found.length);
          return true;
        case 'ArrowUp':
          setAt((at + found.length - 1) % found.length);
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
