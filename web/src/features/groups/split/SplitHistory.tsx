import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { Group } from '@/lib/api/types';
import { formatDate } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { Fetched } from '@/ui/Fetched';
import { Skeleton } from '@/ui/Skeleton';
import { historyQuery } from './calls';
import { modeText } from './modeText';
import { answerText } from './ProposalCard';

/** The splits that were proposed, newest first, with who agreed when. Asked for only when somebody looks. */
export function SplitHistory({ group }: { group: Group }) {
  const [open, setOpen] = useState(false);
  const history = useQuery({ ...historyQuery(group.id), enabled: open });
  return (
    <>
      <Button
        variant="quiet"
        size="s"
        className="-ms-2 self-start"
        aria-expanded={open}
        icon={
          <ChevronRight
            size={16}
            aria-hidden="true"
            className={cx('transition-transform', open && 'rotate-90')}
          />
        }
        onClick={() => setOpen(!open)}
      >
        {t(open ? 'split.hideHistory' : 'split.history')}
      </Button>
      {open ? (
        <Fetched query={history} loading={<Skeleton className="h-12" />}>
          {(proposals) =>
            proposals.length === 0 ? (
              <p className="text-14 text-ink-soft">{t('split.noHistory')}</p>
            ) : (
              <ol className="flex flex-col divide-y divide-line border-line border-y">
                {proposals.map((proposal) => {
                  const said = proposal.parts
                    .map((part) => ({ part, text: part.answer === null ? null : answerText(part) }))
                    .filter(({ text }) => text !== null)
                    .map(({ part, text }) => `${part.name}: ${text}`);
                  return (
                    <li key={proposal.id} className="flex flex-col gap-0.5 py-3 text-14">
                      <span className="flex flex-wrap justify-between gap-x-4">
                        <span className="font-medium">{modeText(proposal.split, group)}</span>
                        <span className="text-ink-soft">{t(`split.status.${proposal.status}`)}</span>
                      </span>
                      <span className="text-12 text-ink-soft">
                        {[
                          t('split.proposedBy', {
                            name: proposal.proposed_by_name,
                            date: formatDate(proposal.created_at),
                          }),
                          ...said,
                        ].join(' · ')}
                      </span>
                    </li>
                  );
                })}
              </ol>
            )
          }
        </Fetched>
      ) : null}
    </>
  );
}
