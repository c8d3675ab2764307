import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { groupsQuery, modelsQuery } from '@/lib/api/queries';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { Fetched } from '@/ui/Fetched';
import { Section } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { apiKeysQuery } from './apiKeysQuery';
import { Examples } from './Examples';
import { KeyRow } from './KeyRow';
import { NewKeyDialog } from './NewKeyDialog';

/** My keys for programs of my own: what there are, a new one, and how to use them. */
export function ApiKeysSection() {
  const apiKeys = useQuery(apiKeysQuery);
  const groups = useQuery(groupsQuery);
  const [making, setMaking] = useState(false);
  const active = (groups.data ?? []).filter(({ status }) => status === 'active');
  const first = active[0];
  const make = (
    <Button
      variant="primary"
      className="self-start"
      icon={<Plus size={18} aria-hidden="true" />}
      onClick={() => setMaking(true)}
    >
      {t('keys.make')}
    </Button>
  );
  const loading = (
    <Loading className="flex flex-col gap-3">
      <Skeleton className="h-14" />
      <Skeleton className="h-14" />
    </Loading>
  );
  return (
    <div className="flex flex-col gap-5">
      <p className="max-w-prose text-14 text-ink-soft">{t('keys.text')}</p>
      <Fetched query={groups} loading={loading}>
        {() => (
          <Fetched query={apiKeys} loading={loading}>
            {(mine) =>
              mine.length === 0 ? (
                <EmptyState title={t('keys.none')} action={first === undefined ? null : make}>
                  {first === undefined ? t('keys.noGroup') : t('keys.noneText')}
                </EmptyState>
              ) : (
                <>
                  <ul className="flex flex-col divide-y divide-line border-line border-y">
                    {mine.map((apiKey) => (
                      <KeyRow key={apiKey.id} apiKey={apiKey} />
                    ))}
                  </ul>
                  {first === undefined ? null : make}
                </>
              )
            }
          </Fetched>
        )}
      </Fetched>
      {first === undefined ? null : <HowTo groupId={first.id} />}
      {making ? <NewKeyDialog groups={active} onClose={() => setMaking(false)} /> : null}
    </div>
  );
}

function HowTo({ groupId }: { groupId: string }) {
  const models = useQuery(modelsQuery(groupId));
  const model = models.data?.[0]?.id;
  return model === undefined ? null : (
    <Section title={t('keys.examples')} className="min-w-0 border-line border-t pt-5">
      <Examples model={model} />
    </Section>
  );
}
