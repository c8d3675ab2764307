import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '@/lib/api/client';
import { asProblem } from '@/lib/api/problem';
import { serverQuery } from '@/lib/api/queries';
import { adoptUser, currentUser, useSession } from '@/lib/api/session';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toasts';

/** Whether a model names my new chats, and what that costs. */
export function TitlesSection() {
  useSession();
  const user = currentUser();
  const { data: server } = useQuery(serverQuery);
  const [saving, setSaving] = useState<boolean | null>(null);

  async function choose(on: boolean) {
    setSaving(on);
    try {
      adoptUser(await unwrap(api.PATCH('/api/v1/me', { body: { automatic_titles: on } })));
      toast(t('settings.titlesSaved'));
    } catch (error) {
      toast(problemText(asProblem(error)));
    } finally {
      setSaving(null);
    }
  }

  if (user === null || server === undefined) {
    return (
      <Loading>
        <Skeleton className="h-20" />
      </Loading>
    );
  }
  if (!server.automatic_titles) {
    return <p className="max-w-prose text-14 text-ink-soft">{t('settings.titlesNone')}</p>;
  }
  return (
    <label className="flex min-h-14 cursor-pointer items-start gap-4 border-line border-y py-3">
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="text-16">{t('settings.titles')}</span>
        <span className="max-w-prose text-14 text-ink-soft">{t('settings.titlesText')}</span>
      </span>
      <input
        type="checkbox"
        checked={saving ?? user.automatic_titles}
        disabled={saving !== null}
        onChange={(event) => void choose(event.target.checked)}
        className="mt-0.5 size-5 shrink-0 accent-accent"
      />
    </label>
  );
}
