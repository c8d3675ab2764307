import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem, type Problem } from '@/lib/api/problem';
import type { Lending } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { Section } from '@/ui/Page';
import { ProblemNote } from '@/ui/ProblemNote';
import { Segments } from '@/ui/Segments';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toasts';
import { lendingQuery, setLending } from './usageQuery';

type Choice = Lending['next'];

/** How the group shares what its members leave: the owner chooses, for the next month. */
export function Sharing({ groupId, isOwner }: { groupId: string; isOwner: boolean }) {
  const queries = useQueryClient();
  const lending = useQuery(lendingQuery(groupId));
  const [problem, setProblem] = useState<Problem | null>(null);

  async function choose(next: Choice) {
    setProblem(null);
    try {
      queries.setQueryData(lendingQuery(groupId).queryKey, await setLending(groupId, next));
      toast(t('usage.sharingSaved'));
    } catch (error) {
      setProblem(asProblem(error));
    }
  }

  return (
    <Section title={t('usage.sharing')}>
      {lending.isPending ? (
        <Loading>
          <Skeleton className="h-16" />
        </Loading>
      ) : lending.isError ? (
        <ProblemNote problem={asProblem(lending.error)} onRetry={() => void lending.refetch()} />
      ) : (
        <>
          <p className="max-w-prose text-14 text-ink-soft">
            {explained(lending.data.now ?? lending.data.next)}
          </p>
          {isOwner ? (
            <Segments
              label={t('usage.sharingNext')}
              value={lending.data.next}
              onChange={(next) => void choose(next)}
              options={[
                { value: 'on', label: t('usage.sharingOn') },
                { value: 'strict', label: t('usage.sharingStrict') },
                { value: 'common', label: t('usage.sharingCommon') },
              ]}
            />
          ) : null}
          {lending.data.now !== null && lending.data.now !== lending.data.next ? (
            <p className="max-w-prose text-14">
              {t('usage.sharingChange', { what: explained(lending.data.next) })}
            </p>
          ) : null}
          {problem ? <ProblemNote problem={problem} /> : null}
        </>
      )}
    </Section>
  );
}

function explained(lending: Choice): string {
  switch (lending) {
    case 'on':
      return t('usage.sharingOnText');
    case 'strict':
      return t('usage.sharingStrictText');
    case 'common':
      return t('usage.sharingCommonText');
  }
}
