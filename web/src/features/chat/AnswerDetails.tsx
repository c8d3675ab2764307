import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatDateTime } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatCredit } from '@/lib/money';
import { HoverCard } from '@/ui/HoverCard';
import type { ShownMessage } from './live/shownMessages';

/** What an answer took: shown on hover, tap or Enter. */
export function AnswerDetails({ message, model }: { message: ShownMessage; model: string | null }) {
  const { usage, cost_nanousd: cost } = message;
  return (
    <HoverCard
      label={t('chat.details.title')}
      trigger={
        <button
          type="button"
          aria-label={t('chat.action.details')}
          className="inline-flex size-8 shrink-0 touch:size-11 items-center justify-center rounded-s text-ink-soft transition-colors hover:bg-ink/6 hover:text-ink"
        >
          <Info size={16} aria-hidden="true" />
        </button>
      }
    >
      <dl className="flex flex-col gap-1 text-14">
        <Row label={t('chat.details.model')}>{model ?? message.model ?? '–'}</Row>
        <Row label={t('chat.details.when')}>{formatDateTime(message.created_at)}</Row>
        {usage ? (
          <>
            <Row label={t('chat.details.input')}>
              {t('chat.details.tokens', { count: usage.input_tokens })}
            </Row>
            {usage.cached_input_tokens > 0 ? (
              <Row label={t('chat.details.cached')}>
                {t('chat.details.tokens', { count: usage.cached_input_tokens })}
              </Row>
            ) : null}
            <Row label={t('chat.details.output')}>
              {t('chat.details.tokens', { count: usage.output_tokens })}
            </Row>
          </>
        ) : null}
        {cost === null ? null : <Row label={t('chat.details.cost')}>{formatCredit(cost)}</Row>}
      </dl>
      {usage?.estimated ? <p className="pt-2 text-12 text-ink-soft">{t('chat.details.estimated')}</p> : null}
    </HoverCard>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4">
      <dt className="text-ink-soft">{label}</dt>
      <dd className="min-w-0 truncate text-end tabular-nums">{children}</dd>
    </div>
  );
}
