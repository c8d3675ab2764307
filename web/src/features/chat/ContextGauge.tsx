import { t } from '@/lib/i18n/t';
import { cx } from '@/ui/cx';
import { Tooltip } from '@/ui/Tooltip';

/** Below this nobody needs to think of it. */
const SHOWN_FROM = 0.1;
const LOW = 0.8;

/** How much of what the model can read at once the conversation takes already. */
export function ContextGauge({ part }: { part: number | null }) {
  if (part === null || part < SHOWN_FROM) {
    return null;
  }
  const percent = Math.min(100, Math.round(part * 100));
  const note = t(part < LOW ? 'chat.context.note' : 'chat.context.low');
  return (
    <Tooltip text={note}>
      <button
        type="button"
        aria-description={note}
        className={cx(
          'h-10 shrink-0 touch:h-11 touch:min-w-11 rounded-s px-2 text-12 tabular-nums',
          part < LOW ? 'text-ink-soft' : 'font-medium text-warn',
        )}
      >
        {t('chat.context.part', { percent })}
      </button>
    </Tooltip>
  );
}
