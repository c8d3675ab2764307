import { X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { t } from '@/lib/i18n/t';
import { useStore } from '@/lib/store';
import { IconButton } from './IconButton';
import { dismissToast, toasts } from './toasts';

const SHOWN_MS = 6000;

/** The place where toasts appear; once per app. Their time stands still while they are hovered or focused. */
export function Toaster() {
  const items = useStore(toasts);
  // With none left it begins anew: time that stood still because the last one was pressed must not stand still for ever.
  return items.length === 0 ? null : (
    <Radix.Provider duration={SHOWN_MS} label={t('toast.label')} swipeDirection="down">
      {items.map((item) => (
        <Radix.Root
          key={item.id}
          onOpenChange={(open) => open || dismissToast(item.id)}
          className="flex animate-rise items-center gap-3 rounded-m bg-ink py-2 pe-2 ps-4 text-14 text-paper shadow-float"
        >
          <Radix.Description className="min-w-0 flex-1 py-1">{item.text}</Radix.Description>
          {item.action ? (
            <Radix.Action
              altText={item.action.label}
              onClick={item.action.run}
              className="rounded-s px-2 py-1 font-medium underline touch:min-h-11 underline-offset-4 hover:bg-paper/15"
            >
              {item.action.label}
            </Radix.Action>
          ) : null}
          <Radix.Close asChild>
            <IconButton
              size="s"
              label={t('action.close')}
              icon={<X size={16} />}
              className="text-paper/80 hover:bg-paper/15 hover:text-paper"
            />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed inset-x-4 bottom-(--toast-bottom,1rem) z-50 flex flex-col gap-2 sm:left-1/2 sm:w-96 sm:-translate-x-1/2" />
    </Radix.Provider>
  );
}
