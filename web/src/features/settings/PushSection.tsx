import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '@/lib/api/keys';
import { isProblem } from '@/lib/api/problem';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { NotAllowed } from '@/lib/push/browser';
import { choosePush, type PushChoices, pushQuery } from '@/lib/push/pushQuery';
import { Fetched } from '@/ui/Fetched';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toasts';
import { ChoiceRow } from './ChoiceRow';

const NEWS = ['answers', 'shares'] as const;

/** What this device tells me while no page is open in it. */
export function PushSection() {
  const queries = useQueryClient();
  const push = useQuery(pushQuery);
  const [saving, setSaving] = useState<PushChoices | null>(null);

  async function choose(choices: PushChoices) {
    setSaving(choices);
    try {
      const now = await choosePush(choices);
      queries.setQueryData(keys.push, { support: 'askable', choices: now });
      toast(t('mails.saved'));
    } catch (error) {
      toast(trouble(error));
      // What its owner decided may have changed what it can do.
      await push.refetch();
    } finally {
      setSaving(null);
    }
  }

  return (
    <Fetched
      query={push}
      loading={
        <Loading>
          <Skeleton className="h-28" />
        </Loading>
      }
    >
      {({ support, choices }) =>
        support === 'askable' ? (
          <div className="flex flex-col gap-4">
            <p className="max-w-prose text-14 text-ink-soft">{t('push.text')}</p>
            <ul className="flex flex-col divide-y divide-line border-line border-y">
              {NEWS.map((news) => (
                <ChoiceRow
                  key={news}
                  label={t(`push.${news}`)}
                  hint={t(`push.${news}Hint`)}
                  checked={(saving ?? choices)[news]}
                  disabled={saving !== null}
                  onChange={(checked) => void choose({ ...choices, [news]: checked })}
                />
              ))}
            </ul>
          </div>
        ) : (
          <p className="max-w-prose text-14 text-ink-soft">{t(`push.${support}`)}</p>
        )
      }
    </Fetched>
  );
}

/** In words: the browser's owner, the server, or the browser's own push service. */
function trouble(error: unknown): string {
  if (error instanceof NotAllowed) {
    return t('push.notAllowed');
  }
  return isProblem(error) ? problemText(error) : t('push.failed');
}
