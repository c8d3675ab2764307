import { Popover as Radix } from 'radix-ui';
import { type PointerEvent, type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';

type Props = { trigger: ReactElement; label: string; children: ReactNode; side?: 'top' | 'bottom' | 'right' };

const CLOSE_AFTER_MS = 150;

/** A card that opens on hover for a mouse, on tap for a finger and on Enter for a keyboard. */
export function HoverCard({ trigger, label, children, side = 'top' }: Props) {
  const [open, setOpen] = useState(false);
  const leaving = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(leaving.current), []);

  const hover = {
    onPointerEnter(event: PointerEvent) {
      if (event.pointerType === 'mouse') {
        clearTimeout(leaving.current);
        setOpen(true);
      }
    },
    onPointerLeave(event: PointerEvent) {
      if (event.pointerType === 'mouse') {
        // The way from the trigger to the card crosses a gap.
        leaving.current = setTimeout(() => setOpen(false), CLOSE_AFTER_MS);
      }
    },
  };

  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild {...hover}>
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
