import { DropdownMenu as Radix } from 'radix-ui';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { cx } from './cx';

type MenuProps = {
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'left' | 'right';
  className?: string;
};

/** A list of things to do, opened by its trigger. Not modal: the modal form writes a style element, see useScrollLock. */
export function Menu({ trigger, children, align = 'end', side = 'bottom', className }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className={cx(
            'z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-80 animate-fade overflow-y-auto',
            'rounded-m border border-line bg-raised p-1 shadow-float',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const ITEM = cx(
  'flex min-h-10 w-full touch:min-h-11 cursor-default select-none items-center gap-2.5 rounded-s px-3 py-2 text-14 outline-none',
  'data-highlighted:bg-ink/7 data-disabled:opacity-50',
);

type ItemProps = ComponentProps<typeof Radix.Item> & { icon?: ReactNode; danger?: boolean };

export function MenuItem({ icon, danger = false, className, children, asChild, ...rest }: ItemProps) {
  return (
    <Radix.Item asChild={asChild ?? false} className={cx(ITEM, danger && 'text-bad', className)} {...rest}>
      {asChild ? (
        children
      ) : (
        <>
          {icon}
          {children}
        </>
      )}
    </Radix.Item>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-3 pt-2 pb-1 text-12 text-ink-faint">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="mx-2 my-1 h-px bg-line" />;
}
