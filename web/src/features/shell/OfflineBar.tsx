import { CloudOff } from 'lucide-react';
import { useLiveConnection } from '@/lib/events/live';
import { t } from '@/lib/i18n/t';
import { useOnline } from '@/lib/online';

/** Says that the connection is gone, wherever on the page one reads; takes no room otherwise. */
export function OfflineBar() {
  const online = useOnline();
  const live = useLiveConnection();
  const text = online ? (live === 'waiting' ? t('offline.renewing') : null) : t('offline.text');
  return (
    <div role="status" className="sticky top-(--bar) z-20 print:hidden">
      {text ? (
        <p className="flex items-center justify-center gap-2 border-line border-b bg-sunk px-4 py-2 text-14 text-ink-soft">
          <CloudOff size={16} aria-hidden="true" className="shrink-0" />
          {text}
        </p>
      ) : null}
    </div>
  );
}
