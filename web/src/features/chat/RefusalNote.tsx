import { X } from 'lucide-react';
import { formatDay, formatTimeIn } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatCredit } from '@/lib/money';
import { ButtonLink } from '@/ui/ButtonLink';
import { IconButton } from '@/ui/IconButton';
import { ProblemNote } from '@/ui/ProblemNote';
import type { Refusal } from './outbox';

const DAY_MS = 24 * 60 * 60 * 1000;

type Props = { refusal: Refusal; groupId: string; onRetry(): void; onDismiss(): void };

/** Why a message was not taken. Its text is back in the composer below. */
export function RefusalNote({ refusal: { problem, ask }, groupId, onRetry, onDismiss }: Props) {
  const again = problem.passing || problem.code === 'conversation_busy' || ask.text === undefined;
  return (
    <div className="relative pb-3">
      {problem.code === 'credit_exhausted' ? (
        <CreditNote extra={problem.extra} groupId={groupId} />
      ) : (
        <ProblemNote problem={problem} className="pe-12" onRetry={again ? onRetry : undefined} />
      )}
      <IconButton
        size="s"
        label={t('chat.composer.dismiss')}
        icon={<X size={16} aria-hidden="true" />}
        className="absolute top-2 inset-e-2"
        onClick={onDismiss}
      />
    </div>
  );
}

/** Not a failure but a limit: what is left, when more comes, what still works. */
function CreditNote({ extra, groupId }: { extra: Readonly<Record<string, unknown>>; groupId: string }) {
  const nano = (name: string) => (typeof extra[name] === 'number' ? extra[name] : 0);
  const at = extra.next_slice_at;
  return (
    <div role="alert" className="rounded-s bg-accent-soft px-4 py-3 pe-12 text-14">
      <p>
        {t('chat.refused.credit', {
          own: formatCredit(nano('own_left_nanousd')),
          borrowable: formatCredit(nano('borrowable_nanousd')),
        })}{' '}
        {typeof at === 'string' ? moreAt(at) : null} {t('chat.refused.cheaper')}
      </p>
      <div className="mt-1 -ms-3 flex flex-wrap">
        <ButtonLink
          to="/groups/$groupId/usage"
          params={{ groupId }}
          size="s"
          variant="quiet"
          className="underline underline-offset-4"
        >
          {t('chat.refused.seeCredit')}
        </ButtonLink>
        <ButtonLink
          to="/groups/$groupId/billing"
          params={{ groupId }}
          size="s"
          variant="quiet"
          className="underline underline-offset-4"
        >
          {t('topUp.title')}
        </ButtonLink>
      </div>
    </div>
  );
}

function moreAt(at: string): string {
  if (Date.parse(at) - Date.now() > DAY_MS) {
    return t('chat.refused.nextOn', { date: formatDay(at) });
  }
  const time = formatTimeIn(at);
  return time === '00:00' ? t('chat.refused.nextMidnight') : t('chat.refused.nextAt', { time });
}
