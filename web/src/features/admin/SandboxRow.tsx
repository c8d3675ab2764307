import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { keys } from '@/lib/api/keys';
import { asProblem, type Problem } from '@/lib/api/problem';
import type { ClockMoved, Sandbox } from '@/lib/api/types';
import { formatDate, formatDay } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { ProblemNote } from '@/ui/ProblemNote';
import { type Leap, moveClock } from './adminCalls';

const LEAPS: readonly Leap[] = ['day', 'week', 'month'];

/** A sandbox with its clock: how it stands, how far to move it, and what happened on the way. */
export function SandboxRow({ sandbox }: { sandbox: Sandbox }) {
  const queries = useQueryClient();
  const [moving, setMoving] = useState<Leap | null>(null);
  const [moved, setMoved] = useState<ClockMoved | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function move(by: Leap) {
    setMoving(by);
    setProblem(null);
    try {
      setMoved(await moveClock(sandbox.id, by));
      await Promise.all([
        queries.invalidateQueries({ queryKey: keys.sandboxes }),
        queries.invalidateQueries({ queryKey: keys.operatorActions }),
        queries.invalidateQueries({ queryKey: keys.group(sandbox.id) }),
      ]);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setMoving(null);
    }
  }

  return (
    <li className="flex flex-col gap-3 py-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="font-medium text-16">{sandbox.name}</h3>
        <Link
          to="/groups/$groupId"
          params={{ groupId: sandbox.id }}
          className="inline-flex items-center text-14 text-accent-text underline underline-offset-2 touch:min-h-11"
        >
          {t('operator.open')}
        </Link>
      </div>
      <p className="text-14 tabular-nums">{t('operator.clock', { date: formatDate(sandbox.now) })}</p>
      <p className="text-14 text-ink-soft tabular-nums">
        {t('operator.facts', {
          members: sandbox.members,
          periods: sandbox.periods,
          open: sandbox.open_shares,
        })}
      </p>
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">{t('operator.move', { name: sandbox.name })}</legend>
        {LEAPS.map((by) => (
          <Button
            key={by}
            size="s"
            busy={moving === by}
            disabled={moving !== null}
            onClick={() => void move(by)}
          >
            {t(`operator.${by}`)}
          </Button>
        ))}
      </fieldset>
      <ProblemNote problem={problem} />
      <div aria-live="polite">
        {moved ? (
          <ul className="flex flex-col gap-1 text-14 tabular-nums">
            {whatHappened(moved).map(({ key, text }) => (
              <li key={key}>{text}</li>
            ))}
          </ul>
        ) : null}
      </div>
    </li>
  );
}

function whatHappened({ happened }: ClockMoved): { key: string; text: string }[] {
  if (happened.length === 0) {
    return [{ key: 'nothing', text: t('operator.nothing') }];
  }
  return happened.flatMap(({ at, periods, shares }) => {
    const date = formatDay(at);
    return [
      ...(periods > 0
        ? [{ key: `periods ${at}`, text: t('operator.periods', { date, count: periods }) }]
        : []),
      ...(shares > 0 ? [{ key: `shares ${at}`, text: t('operator.shares', { date, count: shares }) }] : []),
    ];
  });
}
