import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { t } from '@/lib/i18n/t';
import { cx } from './cx';
import { IconButton } from './IconButton';
import { useFocusBack } from './useFocusBack';
import { useScrollLock } from './useScrollLock';

type Props = {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons at the end; the one that goes on stands last. */
  footer?: ReactNode;
  width?: 's' | 'm';
  /** Cannot be waved away: no close button, and neither Escape nor a click outside ends it. */
  firm?: boolean;
};

const FIELDS = 'input, textarea, select';

/** A question or a small form over the page; a press beside a form does not end it, as what was typed would be gone. On phones it comes up from the bottom edge. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  width = 's',
  firm = false,
}: Props) {
  useScrollLock(open);
  const { onOpenAutoFocus, onCloseAutoFocus } = useFocusBack();
  const panel = useRef<HTMLDivElement>(null);
  const hasField = () => panel.current?.querySelector(FIELDS) !== null;

  /** Ends it only where nothing typed can be lost by a slip. */
  function pressedBeside(event: Event) {
    if (firm || hasField()) {
      event.preventDefault();
    }
  }

  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        {/* Not Radix's overlay: it locks scrolling with a style element, see useScrollLock. */}
        <div aria-hidden="true" className="fixed inset-0 z-40 animate-fade bg-veil" />
        <div className="pointer-events-none fixed inset-0 z-40 flex items-end justify-center sm:items-center sm:p-6">
          <Radix.Content
            {...(description ? {} : { 'aria-describedby': undefined })}
            ref={panel}
            onEscapeKeyDown={(event) => firm && event.preventDefault()}
            onInteractOutside={pressedBeside}
            onOpenAutoFocus={(event) => {
              onOpenAutoFocus();
              // A dialog without a field is read from its title on; the close button would open its tooltip over it.
              if (!hasField()) {
                event.preventDefault();
                panel.current?.focus();
              }
            }}
            onCloseAutoFocus={onCloseAutoFocus}
            className={cx(
              'pointer-events-auto relative flex max-h-[92dvh] w-full animate-rise flex-col overflow-hidden bg-raised shadow-float outline-none',
              'rounded-t-m sm:max-h-[85dvh] sm:rounded-m',
              width === 's' ? 'sm:max-w-md' : 'sm:max-w-xl',
            )}
          >
            <Radix.Title className={cx('px-6 pt-5 font-semibold text-20', !firm && 'pe-14')}>
              {title}
            </Radix.Title>
            <div
              className={cx(
                'flex min-h-0 flex-col gap-4 overflow-y-auto px-6 pb-6',
                description ? 'pt-2' : 'pt-4',
              )}
            >
              {description ? (
                <Radix.Description className="text-16 text-ink-soft">{description}</Radix.Description>
              ) : null}
              {children}
              {footer ? <div className="flex flex-wrap justify-end gap-2 pt-2">{footer}</div> : null}
            </div>
            {/* Last, so that opening the dialog focuses what it is about. */}
            {firm ? null : (
              <Radix.Close asChild>
                <IconButton
                  size="s"
                  label={t('action.close')}
                  icon={<X size={18} />}
                  className="absolute top-4 inset-e-4 touch:top-2.5 touch:inset-e-3"
                />
              </Radix.Close>
            )}
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}
