import { useLiveConnection } from '@/lib/events/live';
import { t } from '@/lib/i18n/t';
import { useOnline } from '@/lib/online';

/** What is to be said of the connection; null while it is well. */
export function useConnectionText(): string | null {
  const online = useOnline();
  const live = useLiveConnection();
  if (!online) {
    return t('offline.text');
  }
  return live === 'waiting' ? t('offline.renewing') : null;
}
