import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement } from 'react';

const SHOWN_AFTER_MS = 400;

/** Names a control for those who see it; the control must carry the same name for those who hear it. */
export function Tooltip({
  text,
  children,
  side = 'bottom',
}: {
  text: string;
  children: ReactElement;
  side?: 'top' | 'bottom' | 'left' | 'right';
}) {
  return (
    <Radix.Provider delayDuration={SHOWN_AFTER_MS}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-64 animate-fade rounded-s bg-ink px-2 py-1 text-12 text-paper"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
