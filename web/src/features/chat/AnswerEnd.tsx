import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { hasText, t } from '@/lib/i18n/t';
import { formatCredit } from '@/lib/money';
import { Button } from '@/ui/Button';
import type { ShownMessage } from './live/shownMessages';

type Props = { message: ShownMessage; busy: boolean; onRetry(): void; onContinue(): void };

/** Whether the end itself offers to ask again. */
export function offersRetry({ status }: ShownMessage): boolean {
  return status === 'failed' || status === 'interrupted';
}

/** How an answer ended, if not simply by being complete: why, what it cost, and how to go on. */
export function AnswerEnd({ message, busy, onRetry, onContinue }: Props) {
  switch (message.status) {
    case 'stopped':
      return (
        <p className="pt-3 text-14 text-ink-soft">
          {t('chat.stopped')} <Charged message={message} />
        </p>
      );
    case 'interrupted':
      return (
        <Note text={t('chat.interrupted')} message={message}>
          <Button size="s" disabled={busy} onClick={onContinue}>
            {t('chat.continue')}
          </Button>
          <Button size="s" variant="quiet" disabled={busy} onClick={onRetry}>
            {t('chat.action.regenerate')}
          </Button>
        </Note>
      );
    case 'failed':
      return (
        <Note text={t('chat.failed')} message={message}>
          <Button size="s" disabled={busy} onClick={onRetry}>
            {t('action.retry')}
          </Button>
        </Note>
      );
    default:
      return message.shortened ? <p className="pt-3 text-14 text-ink-soft">{t('chat.shortened')}</p> : null;
  }
}

function Note({ text, message, children }: { text: string; message: ShownMessage; children: ReactNode }) {
  const cause = message.error === null ? null : causeText(message.error);
  return (
    <div role="status" className="mt-3 flex gap-3 rounded-s bg-bad-soft px-4 py-3 text-14">
      <TriangleAlert size={18} className="mt-px shrink-0 text-bad" aria-hidden="true" />
      <div className="flex min-w-0 flex-1 flex-col items-start gap-2">
        <p>
          {message.text === '' && cause !== null ? cause : text}
          {message.text !== '' && cause !== null ? ` ${cause}` : null}
        </p>
        <p className="text-12 text-ink-soft">
          <Charged message={message} />
        </p>
        <div className="flex flex-wrap gap-2">{children}</div>
      </div>
    </div>
  );
}

/** The catalogue's words for the cause, else the server's own sentence. */
function causeText({ code, detail }: { code: string; detail: string }): string {
  const key = `cause.${code}`;
  return hasText(key) ? t(key as 'cause.provider_busy') : detail;
}

function Charged({ message: { cost_nanousd: cost } }: { message: ShownMessage }) {
  return cost ? t('chat.charged', { amount: formatCredit(cost) }) : t('chat.chargedNothing');
}
