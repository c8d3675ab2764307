import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { asProblem } from '@/lib/api/problem';
import { serverQuery } from '@/lib/api/queries';
import type { MailChoices } from '@/lib/api/types';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { Fetched } from '@/ui/Fetched';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toasts';
import { ChoiceRow } from './ChoiceRow';

const TOPICS = ['billing', 'group', 'credit'] as const;

const mailsQuery = queryOptions({
  queryKey: keys.mails,
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/me/mails', { signal })),
});

/** Which notices come by mail too. */
export function MailsSection() {
  const queries = useQueryClient();
  const { data: server } = useQuery(serverQuery);
  const mails = useQuery({ ...mailsQuery, enabled: server?.mail === true });
  const [saving, setSaving] = useState<MailChoices | null>(null);

  async function choose(choices: MailChoices) {
    setSaving(choices);
    try {
      queries.setQueryData(keys.mails, await unwrap(api.PUT('/api/v1/me/mails', { body: choices })));
      toast(t('mails.saved'));
    } catch (error) {
      toast(problemText(asProblem(error)));
    } finally {
      setSaving(null);
    }
  }

  if (server?.mail === false) {
    return <p className="max-w-prose text-14 text-ink-soft">{t('mails.none')}</p>;
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-14 text-ink-soft">{t('mails.text')}</p>
      <Fetched
        query={mails}
        loading={
          <Loading>
            <Skeleton className="h-40" />
          </Loading>
        }
      >
        {(saved) => (
          <ul className="flex flex-col divide-y divide-line border-line border-y">
            {TOPICS.map((topic) => (
              <ChoiceRow
                key={topic}
                label={t(`mails.${topic}`)}
                hint={t(`mails.${topic}Hint`)}
                checked={(saving ?? saved)[topic]}
                disabled={saving !== null}
                onChange={(checked) => void choose({ ...saved, [topic]: checked })}
              />
            ))}
          </ul>
        )}
      </Fetched>
      <p className="max-w-prose text-14 text-ink-soft">{t('mails.always')}</p>
    </div>
  );
}
