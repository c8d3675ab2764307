import { useQuery } from '@tanstack/react-query';
import { t } from '@/lib/i18n/t';
import { Fetched } from '@/ui/Fetched';
import { Section } from '@/ui/Page';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { sandboxesQuery } from './adminCalls';
import { NewSandbox } from './NewSandbox';
import { SandboxRow } from './SandboxRow';

/** Groups to try things with, and their clocks. */
export function Sandboxes() {
  const sandboxes = useQuery(sandboxesQuery);
  return (
    <Section title={t('operator.sandboxes')}>
      <p className="max-w-prose text-14 text-ink-soft">{t('operator.sandboxText')}</p>
      <NewSandbox />
      <Fetched
        query={sandboxes}
        loading={
          <Loading>
            <Skeleton className="h-24" />
          </Loading>
        }
      >
        {(data) =>
          data.length === 0 ? (
            <p className="text-14 text-ink-soft">{t('operator.noSandbox')}</p>
          ) : (
            <ul className="flex flex-col divide-y divide-line border-line border-y">
              {data.map((sandbox) => (
                <SandboxRow key={sandbox.id} sandbox={sandbox} />
              ))}
            </ul>
          )
        }
      </Fetched>
    </Section>
  );
}
