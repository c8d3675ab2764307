import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ShieldAlert } from 'lucide-react';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { SecurityNotice } from '@/lib/api/types';
import { deviceName } from '@/lib/deviceName';
import { formatDateTime } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { ButtonLink } from '@/ui/ButtonLink';
import { ProblemNote } from '@/ui/ProblemNote';

const noticesQuery = queryOptions({
  queryKey: keys.securityNotices,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/security-notices', { signal }))).items,
});

/** What happened to my account that I should know, above whatever page is open. Takes no room while nothing did. */
export function SecurityNotices() {
  const { data: notices = [] } = useQuery(noticesQuery);
  return (
    <div role="status">
      {notices.map((notice) => (
        <Notice key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function Notice({ notice }: { notice: SecurityNotice }) {
  const queries = useQueryClient();

  const dismiss = useMutation({
    mutationFn: async () => {
      await unwrap(
        api.POST('/api/v1/security-notices/{id}/dismiss', { params: { path: { id: notice.id } } }),
      );
      await queries.invalidateQueries({ queryKey: keys.securityNotices });
    },
  });

  return (
    <div className="flex gap-3 border-line border-b bg-bad-soft px-4 py-3 text-14 sm:px-8">
      <ShieldAlert size={18} className="mt-px shrink-0 text-bad" aria-hidden="true" />
      <div className="flex min-w-0 flex-1 flex-col items-start gap-2">
        <p className="max-w-prose">
          {t('notice.reused', { device: deviceName(notice), when: formatDateTime(notice.at) })}
        </p>
        <ProblemNote problem={dismiss.error} />
        <div className="flex flex-wrap gap-2">
          <ButtonLink to="/settings/$section" params={{ section: 'devices' }} size="s">
            {t('notice.devices')}
          </ButtonLink>
          <Button size="s" variant="quiet" busy={dismiss.isPending} onClick={() => dismiss.mutate()}>
            {t('notice.dismiss')}
          </Button>
        </div>
      </div>
    </div>
  );
}
