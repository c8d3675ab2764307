import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, openApi, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { currentUser, replaceSession } from '@/lib/api/session';
import { formatDateTime } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Fetched } from '@/ui/Fetched';
import { ProblemNote } from '@/ui/ProblemNote';
import { Progress } from '@/ui/Progress';
import { RecoveryCode } from '@/ui/RecoveryCode';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { ProofFields, useProof } from './proof';

const contentKeyQuery = queryOptions({
  queryKey: keys.contentKey,
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/auth/content-key', { signal })),
});

/** The key that seals my texts, and replacing it. */
export function EncryptionSection() {
  const status = useQuery(contentKeyQuery);
  const [asking, setAsking] = useState(false);
  const [code, setCode] = useState<string | null>(null);
  if (code !== null) {
    return (
      <div className="flex max-w-md flex-col gap-5">
        <p className="text-16">{t('contentKey.replaced')}</p>
        <RecoveryCode
          kept={{ code, email: currentUser()?.email ?? '', operator: false }}
          onDone={() => setCode(null)}
        />
      </div>
    );
  }
  return (
    <Fetched
      query={status}
      loading={
        <Loading>
          <Skeleton className="h-20" />
        </Loading>
      }
    >
      {({ rotation }) => (
        <div className="flex max-w-prose flex-col gap-4">
          <p className="text-14 text-ink-soft">{t('contentKey.text')}</p>
          {rotation ? (
            <Running rotation={rotation} />
          ) : (
            <Button className="self-start" onClick={() => setAsking(true)}>
              {t('contentKey.replace')}
            </Button>
          )}
          {asking ? (
            <ReplaceDialog
              onClose={() => setAsking(false)}
              onReplaced={(newCode) => {
                setAsking(false);
                setCode(newCode);
              }}
            />
          ) : null}
        </div>
      )}
    </Fetched>
  );
}

type Rotation = { done_rows: number; total_rows: number; is_settling: boolean; settles_at: string };

function Running({ rotation }: { rotation: Rotation }) {
  if (rotation.is_settling) {
    return (
      <p className="text-16">{t('contentKey.settling', { when: formatDateTime(rotation.settles_at) })}</p>
    );
  }
  const { done_rows: done, total_rows: total } = rotation;
  const label = t('contentKey.running', { done, total });
  return (
    <div className="flex flex-col gap-2">
      <p className="text-16 tabular-nums">{label}</p>
      <Progress value={done} max={total} label={label} />
      <p className="text-14 text-ink-soft">{t('contentKey.runningText')}</p>
    </div>
  );
}

type DialogProps = { onClose(): void; onReplaced(code: string): void };

function ReplaceDialog({ onClose, onReplaced }: DialogProps) {
  const queries = useQueryClient();
  const form = useProof(async (proof) => {
    const replaced = await replaceSession((token) =>
      unwrap(
        openApi.POST('/api/v1/auth/content-key', {
          body: proof,
          headers: { Authorization: `Bearer ${token}` },
        }),
      ),
    );
    await queries.invalidateQueries({ queryKey: keys.account });
    onReplaced(replaced.recovery_code);
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => (open || form.busy ? undefined : onClose())}
      title={t('contentKey.confirmTitle')}
      description={t('contentKey.confirmText')}
    >
      <form {...form.props} className="flex flex-col gap-4">
        <ProofFields form={form} />
        <ProblemNote problem={form.problem} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {t('contentKey.replace')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
