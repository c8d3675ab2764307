import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import type { Model } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { cx } from '@/ui/cx';
import { Fetched } from '@/ui/Fetched';
import { Section } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { allModelsQuery } from './adminCalls';

/** Whether the AI vendors answer. */
export function Vendors() {
  const models = useQuery(allModelsQuery);
  return (
    <Section title={t('operator.vendors')}>
      <p className="max-w-prose text-14 text-ink-soft">{t('operator.vendorsText')}</p>
      <Fetched
        query={models}
        loading={
          <Loading>
            <Skeleton className="h-32" />
          </Loading>
        }
      >
        {(data) =>
          data.length === 0 ? (
            <p className="text-14">{t('operator.noVendor')}</p>
          ) : (
            <ul className="flex flex-col divide-y divide-line border-line border-y">
              {byVendor(data).map(([vendor, theirs]) => (
                <li key={vendor} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
                  <div className="flex min-w-0 flex-col">
                    <span className="font-medium text-16">{vendor}</span>
                    <span className="text-14 text-ink-soft">{theirs.map(({ name }) => name).join(', ')}</span>
                  </div>
                  <Health of={theirs[0]?.health} />
                </li>
              ))}
            </ul>
          )
        }
      </Fetched>
    </Section>
  );
}

function Health({ of: health }: { of: string | undefined }) {
  const [Mark, text, colour] =
    health === 'down'
      ? ([CircleX, 'operator.vendorDown', 'text-bad'] as const)
      : health === 'troubled'
        ? ([TriangleAlert, 'operator.vendorTroubled', 'text-warn'] as const)
        : ([CircleCheck, 'operator.vendorUp', 'text-ink-soft'] as const);
  return (
    <span className={cx('flex items-center gap-2 text-14', colour)}>
      <Mark size={16} className="shrink-0" aria-hidden="true" />
      {t(text)}
    </span>
  );
}

/** Each vendor with its models; all of them are as well as it is. */
function byVendor(models: readonly Model[]): [string, Model[]][] {
  const vendors = new Map<string, Model[]>();
  for (const model of models) {
    vendors.set(model.provider, [...(vendors.get(model.provider) ?? []), model]);
  }
  return [...vendors];
}
