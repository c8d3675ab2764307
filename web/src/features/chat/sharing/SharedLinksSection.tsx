import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { keys } from '@/lib/api/keys';
import type { SharedLink } from '@/lib/api/types';
import { formatDate } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Fetched } from '@/ui/Fetched';
import { IconButton } from '@/ui/IconButton';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { revokeLink, sharedLinksQuery } from './calls';

/** The links that show my chats to others, to take them back. */
export function SharedLinksSection() {
  const queries = useQueryClient();
  const links = useQuery(sharedLinksQuery);
  const [ending, setEnding] = useState<SharedLink | null>(null);
  return (
    <>
      <Fetched
        query={links}
        loading={
          <Loading>
            <Skeleton className="h-11" />
          </Loading>
        }
      >
        {(mine) => (
          <div className="flex flex-col gap-4">
            <p className="max-w-prose text-14 text-ink-soft">
              {mine.length === 0 ? t('share.none') : t('share.listText')}
            </p>
            {mine.length === 0 ? null : (
              <ul className="flex flex-col divide-y divide-line border-line border-y">
                {mine.map((link) => (
                  <li key={link.id} className="flex min-h-14 items-center gap-2">
                    <div className="min-w-0 flex-1 py-2">
                      <p dir="auto" className="truncate text-16">
                        {link.title ?? t('chat.untitled')}
                      </p>
                      <p className="text-14 text-ink-soft">
                        {link.expires_at
                          ? t('share.until', { date: formatDate(link.expires_at) })
                          : t('share.endless')}
                        {link.has_password ? ` · ${t('share.withPassword')}` : null}
                      </p>
                    </div>
                    <IconButton
                      label={t('share.revoke', { title: link.title ?? t('chat.untitled') })}
                      icon={<Trash2 size={17} aria-hidden="true" />}
                      onClick={() => setEnding(link)}
                    />
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
      </Fetched>
      <ConfirmDialog
        open={ending !== null}
        onOpenChange={() => setEnding(null)}
        title={t('share.revoke', { title: ending?.title ?? t('chat.untitled') })}
        description={t('share.revokeText')}
        confirm={t('share.revokeNow')}
        danger
        onConfirm={async () => {
          if (ending !== null) {
            await revokeLink(ending.id);
            await queries.invalidateQueries({ queryKey: keys.sharedLinks });
          }
        }}
      />
    </>
  );
}
