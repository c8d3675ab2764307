import { Popover as Radix } from 'radix-ui';
import {
  type MouseEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';

type Props = { trigger: ReactElement; label: string; children: ReactNode; side?: 'top' | 'bottom' | 'right' };

/** A pointer that only passes over it opens nothing. */
const OPEN_AFTER_MS = 100;
/** The way from the trigger to the card crosses a gap. */
const CLOSE_AFTER_MS = 150;

/** A card that opens on hover for a mouse, on tap for a finger and on Enter for a keyboard. A press on what is hovered keeps it. */
export function HoverCard({ trigger, label, children, side = 'top' }: Props) {
  const [open, setOpen] = useState(false);
  const [kept, setKept] = useState(false);
  const turning = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useEffect(() => () => clearTimeout(turning.current), []);

  function turn(next: boolean, afterMs: number) {
    clearTimeout(turning.current);
    turning.current = setTimeout(() => setOpen(next), afterMs);
  }

  const hover = {
    onPointerEnter(event: PointerEvent) {
      if (event.pointerType === 'mouse') {
        turn(true, OPEN_AFTER_MS);
      }
    },
    onPointerLeave(event: PointerEvent) {
      if (event.pointerType === 'mouse' && !kept) {
        turn(false, CLOSE_AFTER_MS);
      }
    },
  };

  function turned(next: boolean) {
    clearTimeout(turning.current);
    setOpen(next);
    setKept(next);
  }

  function pressed(event: MouseEvent) {
    if (open && !kept) {
      // It would close what the same hand has just opened by pointing at it.
      event.preventDefault();
      turned(true);
    }
  }

  return (
    <Radix.Root open={open} onOpenChange={turned}>
      <Radix.Trigger asChild onClick={pressed} {...hover}>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          side={side}
          sideOffset={8}
          collisionPadding={12}
          // Hovering must not take the focus from where somebody types.
          onOpenAutoFocus={(event) => event.preventDefault()}
          // Nor may leaving: the focus goes back to the trigger only from inside the card.
          onCloseAutoFocus={(event) => {
            if (document.activeElement !== document.body) {
              event.preventDefault();
            }
          }}
          className="z-50 w-72 animate-fade rounded-m border border-line bg-raised p-4 shadow-float"
          {...hover}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
