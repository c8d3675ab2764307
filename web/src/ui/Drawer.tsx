import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useFocusBack } from './useFocusBack';
import { useScrollLock } from './useScrollLock';

type Props = { open: boolean; onOpenChange(open: boolean): void; title: string; children: ReactNode };

/** A panel from the left edge, for what has no room on a phone. */
export function Drawer({ open, onOpenChange, title, children }: Props) {
  useScrollLock(open);
  const focusBack = useFocusBack();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div aria-hidden="true" className="fixed inset-0 z-40 animate-fade bg-veil" />
        <Radix.Content
          aria-describedby={undefined}
          {...focusBack}
          className="fixed inset-y-0 inset-s-0 z-40 w-[min(20rem,88vw)] animate-slide bg-sunk shadow-float"
        >
          <Radix.Title className="sr-only">{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
