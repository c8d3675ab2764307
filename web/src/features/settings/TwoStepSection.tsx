import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { formatDate } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Fetched } from '@/ui/Fetched';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toasts';
import { secondFactorQuery } from './accountQueries';
import { BackupCodes } from './BackupCodes';
import { BothFactorsForm } from './BothFactorsForm';
import { TwoStepSetup } from './TwoStepSetup';

type Open = 'setUp' | 'newCodes' | 'switchOff' | null;

/** Codes of an authenticator app when signing in. */
export function TwoStepSection() {
  const queries = useQueryClient();
  const factor = useQuery(secondFactorQuery);
  const [open, setOpen] = useState<Open>(null);
  function close() {
    setOpen(null);
    void queries.invalidateQueries({ queryKey: keys.secondFactor });
  }
  return (
    <Fetched
      query={factor}
      loading={
        <Loading>
          <Skeleton className="h-20" />
        </Loading>
      }
    >
      {({ enabled, since, backup_codes_left: left }) => (
        <div className="flex flex-col items-start gap-4">
          {enabled && since ? (
            <>
              <p className="max-w-prose text-16">{t('twoStep.on', { when: formatDate(since) })}</p>
              <p className="text-14 text-ink-soft">
                {left === 0 ? t('twoStep.none') : t('twoStep.left', { count: left })}
              </p>
              <div className="flex flex-wrap gap-2">
                <Button onClick={() => setOpen('newCodes')}>{t('twoStep.newCodes')}</Button>
                <Button onClick={() => setOpen('switchOff')}>{t('twoStep.switchOff')}</Button>
              </div>
            </>
          ) : (
            <>
              <p className="max-w-prose text-14 text-ink-soft">{t('twoStep.off')}</p>
              <Button variant="primary" onClick={() => setOpen('setUp')}>
                {t('twoStep.setUp')}
              </Button>
            </>
          )}
          {open === 'setUp' ? <TwoStepSetup onClose={close} /> : null}
          {open === 'newCodes' ? <NewCodes onClose={close} /> : null}
          {open === 'switchOff' ? <SwitchOff onClose={close} /> : null}
        </div>
      )}
    </Fetched>
  );
}

function NewCodes({ onClose }: { onClose(): void }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <Dialog
      open
      firm={codes !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={codes === null ? t('twoStep.newCodesTitle') : t('twoStep.codesTitle')}
      description={codes === null ? t('twoStep.newCodesText') : undefined}
    >
      {codes === null ? (
        <BothFactorsForm
          confirm={t('twoStep.newCodesConfirm')}
          onCancel={onClose}
          onConfirm={async (password, code) => {
            const made = await unwrap(
              api.POST('/api/v1/second-factor/backup-codes', { body: { password, code } }),
            );
            setCodes(made.backup_codes);
          }}
        />
      ) : (
        <BackupCodes codes={codes} onDone={onClose} />
      )}
    </Dialog>
  );
}

function SwitchOff({ onClose }: { onClose(): void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('twoStep.switchOffTitle')}
      description={t('twoStep.switchOffText')}
    >
      <BothFactorsForm
        confirm={t('twoStep.switchOff')}
        danger
        onCancel={onClose}
        onConfirm={async (password, code) => {
          await unwrap(api.POST('/api/v1/second-factor/disable', { body: { password, code } }));
          toast(t('twoStep.switchedOff'));
          onClose();
        }}
      />
    </Dialog>
  );
}
