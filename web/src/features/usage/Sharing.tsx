import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Lending } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { Fetched } from '@/ui/Fetched';
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

  const choose = useMutation({
    mutationFn: async (next: Choice) => {
      queries.setQueryData(lendingQuery(groupId).queryKey, await setLending(groupId, next));
      toast(t('usage.sharingSaved'));
    },
  });

  return (
    <Section title={t('usage.sharing')}>
      <Fetched
        query={lending}
        loading={
          <Loading>
            <Skeleton className="h-16" />
          </Loading>
        }
      >
        {(lent) => (
          <>
            <p className="max-w-prose text-14 text-ink-soft">{explained(lent.now ?? lent.next)}</p>
            {isOwner ? (
              <Segments
                label={t('usage.sharingNext')}
                value={lent.next}
                onChange={(next) => choose.mutate(next)}
                options={[
                  { value: 'on', label: t('usage.sharingOn') },
                  { value: 'strict', label: t('usage.sharingStrict') },
                  { value: 'common', label: t('usage.sharingCommon') },
                ]}
              />
            ) : null}
            {lent.now !== null && lent.now !== lent.next ? (
              <p className="max-w-prose text-14">
                {t('usage.sharingChange', { what: explained(lent.next) })}
              </p>
            ) : null}
            <ProblemNote problem={choose.error} />
          </>
        )}
      </Fetched>
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
