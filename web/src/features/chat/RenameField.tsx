import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

type Props = {
  label: string;
  before: string;
  length: number;
  /** Another name, and none that is empty. */
  onRename(name: string): void;
  onDone(): void;
};

/** A name, written anew in its place in a list. Enter and leaving keep it, Escape does not. */
export function RenameField({ label, before, length, onRename, onDone }: Props) {
  const [name, setName] = useState(before);
  const field = useRef<HTMLInputElement>(null);
  const closed = useRef(false);

  // The menu that asked for this gives its focus away only after it has closed.
  useEffect(() => {
    const frame = requestAnimationFrame(() => field.current?.select());
    return () => cancelAnimationFrame(frame);
  }, []);

  function close(keep: boolean) {
    if (closed.current) {
      return;
    }
    closed.current = true;
    onDone();
    const next = name.trim();
    if (keep && next !== '' && next !== before) {
      onRename(next);
    }
  }

  function pressed(event: KeyboardEvent) {
    if ((event.key === 'Enter' || event.key === 'Escape') && !event.nativeEvent.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      close(event.key === 'Enter');
    }
  }

  return (
    <input
      ref={field}
      aria-label={label}
      value={name}
      maxLength={length}
      onChange={(event) => setName(event.target.value)}
      onKeyDown={pressed}
      onBlur={() => close(true)}
      className="h-9 w-full touch:h-11 rounded-s border border-line-strong bg-raised px-2 max-lg:text-16 lg:text-14"
    />
  );
}
