import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem, isProblem, type Problem } from '@/lib/api/problem';
import type { Group, Split, SplitChange } from '@/lib/api/types';
import { useIntentKey } from '@/lib/api/useIntentKey';
import { t } from '@/lib/i18n/t';
import { formatAmount } from '@/lib/money';
import { useSettled } from '@/lib/useSettled';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field, SelectInput } from '@/ui/Field';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';
import { refreshGroup } from '../calls';
import { changeSplit, previewQuery } from './calls';
import { draftOf, emptyDraft, MODES, type Mode, plainPercent, saysTheSame, splitOf } from './draft';
import { PartLine } from './PartLine';
import { PartsBar } from './PartsBar';
import { SplitFields } from './SplitFields';

/** How long the numbers have to rest before the server is asked what they mean. */
const REST_MS = 200;

/** Choosing another split, with everybody's part as it changes. The amounts are the server's. */
export function SplitEditor({ group, onClose }: { group: Group; onClose(): void }) {
  const queries = useQueryClient();
  const members = group.members.filter((member) => group.period === null || member.status === 'active');
  const ids = members.map((member) => member.user_id);
  const { price } = group.plan;
  const [draft, setDraft] = useState(() => draftOf(group.split, ids, price.currency));
  const intent = useIntentKey();

  const split = splitOf(draft, ids, price);
  const isAgreed = split !== null && saysTheSame(split, group.split);
  const settled = useSettled(split, REST_MS);
  const preview = useQuery({
    ...previewQuery(group.id, settled ?? { mode: 'equal' }),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
  });
  const difference =
    preview.error && !preview.isPlaceholderData ? differenceOf(asProblem(preview.error)) : null;
  const isCurrent = split !== null && JSON.stringify(split) === JSON.stringify(settled);
  const change = isCurrent && !preview.isError ? preview.data : undefined;
  const asked = change?.parts.filter((part) => part.asked) ?? [];

  const send = useMutation({
    mutationFn: async (wanted: Split) => {
      const { outcome } = await changeSplit(group.id, wanted, intent.keyFor(wanted));
      toast(t(outcome === 'proposed' ? 'split.proposed' : 'split.changed'));
      await refreshGroup(queries, group.id);
      onClose();
    },
  });

  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="m"
      title={t('split.title')}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            variant="primary"
            busy={send.isPending}
            disabled={change === undefined || isAgreed}
            onClick={() => split !== null && send.mutate(split)}
          >
            {t(asked.length > 0 ? 'split.propose' : 'split.change')}
          </Button>
        </>
      }
    >
      <Field label={t('split.mode')} hint={t(`split.hint.${draft.mode}`)}>
        {(control) => (
          <SelectInput
            {...control}
            value={draft.mode}
            onChange={(event) => setDraft(emptyDraft(event.target.value as Mode, ids))}
          >
            {MODES.map((mode) => (
              <option key={mode} value={mode}>
                {t(`split.mode.${mode}`)}
              </option>
            ))}
          </SelectInput>
        )}
      </Field>
      <SplitFields draft={draft} members={members} currency={price.currency} onChange={setDraft} />
      <div
        className="flex flex-col gap-2"
        // Its place, until the server has said what the numbers mean: a bar, a line for each, and when it counts.
        style={{ minHeight: `${3.25 + 2.5 * members.length}rem` }}
        aria-live="polite"
      >
        {split === null ? <p className="text-14 text-ink-soft">{t('split.unreadable')}</p> : null}
        {difference ? <p className="font-medium text-14 text-bad">{difference}</p> : null}
        {change ? <Outcome group={group} change={change} isAgreed={isAgreed} /> : null}
      </div>
      <ProblemNote problem={send.error} />
    </Dialog>
  );
}

type OutcomeProps = { group: Group; change: SplitChange; isAgreed: boolean };

/** What the split means: everybody's part, who is asked, and from when on it counts; or that it does already. */
function Outcome({ group, change, isAgreed }: OutcomeProps) {
  const seats = new Map(group.members.map((member) => [member.user_id, member.seat]));
  const seat = (userId: string) => seats.get(userId) ?? 1;
  const asked = change.parts.filter((part) => part.asked);
  return (
    <>
      <PartsBar
        parts={change.parts.map((part) => ({
          userId: part.user_id,
          seat: seat(part.user_id),
          amount: part.after.amount,
        }))}
      />
      <ul className="flex flex-col divide-y divide-line">
        {change.parts.map((part) => (
          <PartLine
            key={part.user_id}
            part={part}
            seat={seat(part.user_id)}
            self={part.user_id === group.you}
            note={part.asked ? t('split.asked') : null}
          />
        ))}
      </ul>
      <p className="text-14 text-ink-soft">
        {[
          ...(change.estimated ? [t('split.estimated')] : []),
          ...(isAgreed
            ? [t('split.agreed')]
            : [
                asked.length > 0 ? t('split.waits', { count: asked.length }) : t('split.raisesNobody'),
                t(`split.starts.${change.starts}`),
              ]),
        ].join(' ')}
      </p>
    </>
  );
}

/** "Over by 3.00 USD": how far the numbers are from the whole, or the server's own sentence. */
function differenceOf(problem: Problem): string {
  const over = isProblem(problem, 'split_over');
  if (over || isProblem(problem, 'split_under')) {
    const { basis_points, amount, currency } = problem.extra;
    if (typeof basis_points === 'number') {
      return t(over ? 'split.over' : 'split.under', { by: `${plainPercent(basis_points)} %` });
    }
    if (typeof amount === 'number' && typeof currency === 'string') {
      return t(over ? 'split.over' : 'split.under', { by: formatAmount({ amount, currency }) });
    }
  }
  return problem.detail;
}
