import { useState } from 'react';
import { api, unwrap } from '@/lib/api/client';
import type { SecondFactorSecret } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { CodeField } from '@/ui/CodeField';
import { CopyButton } from '@/ui/CopyButton';
import { Dialog } from '@/ui/Dialog';
import { Field, TextArea } from '@/ui/Field';
import { ProblemNote } from '@/ui/ProblemNote';
import { QrCode } from '@/ui/QrCode';
import { BackupCodes } from './BackupCodes';
import { PasswordForm } from './PasswordDialog';

type Step =
  | { name: 'password' }
  | { name: 'scan'; secret: SecondFactorSecret }
  | { name: 'codes'; codes: readonly string[] };

/** Setting an authenticator app up: password, scan and code, then the backup codes. */
export function TwoStepSetup({ onClose }: { onClose(): void }) {
  const [step, setStep] = useState<Step>({ name: 'password' });
  return (
    <Dialog
      open
      // The codes are shown only now: they go away by "I kept them" and not by a slip.
      firm={step.name === 'codes'}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={step.name === 'codes' ? t('twoStep.codesTitle') : t('twoStep.setUpTitle')}
      description={
        step.name === 'password'
          ? t('twoStep.setUpText')
          : step.name === 'scan'
            ? t('twoStep.scanText')
            : undefined
      }
    >
      {step.name === 'password' ? (
        <PasswordForm
          confirm={t('reauth.next')}
          onCancel={onClose}
          onConfirm={async (password) =>
            setStep({
              name: 'scan',
              secret: await unwrap(api.POST('/api/v1/second-factor', { body: { password } })),
            })
          }
        />
      ) : null}
      {step.name === 'scan' ? (
        <Scan
          secret={step.secret}
          onCancel={onClose}
          onConfirmed={(codes) => setStep({ name: 'codes', codes })}
        />
      ) : null}
      {step.name === 'codes' ? <BackupCodes codes={step.codes} onDone={onClose} /> : null}
    </Dialog>
  );
}

type ScanProps = {
  secret: SecondFactorSecret;
  onCancel(): void;
  onConfirmed(codes: readonly string[]): void;
};

function Scan({ secret, onCancel, onConfirmed }: ScanProps) {
  const form = useForm({
    initial: { code: '' },
    check: ({ code }) => (/^\s*(\d\s*){6}$/.test(code) ? {} : { code: t('twoStep.noCode') }),
    async submit({ code }) {
      const { backup_codes } = await unwrap(api.POST('/api/v1/second-factor/confirm', { body: { code } }));
      onConfirmed(backup_codes);
    },
  });
  return (
    <form className="flex flex-col gap-4" {...form.props}>
      <QrCode
        text={secret.uri}
        label={t('twoStep.qr')}
        className="size-48 self-center rounded-m border border-line"
      />
      <Field label={t('twoStep.key')}>
        {(control) => (
          <div className="flex items-center gap-2">
            <TextArea
              {...control}
              readOnly
              rows={2}
              value={groupsOfFour(secret.secret)}
              className="min-h-0 min-w-0 flex-1 resize-none bg-sunk font-mono"
            />
            <CopyButton text={secret.secret} />
          </div>
        )}
      </Field>
      <CodeField
        label={t('twoStep.code')}
        error={form.error('code')}
        {...form.bind('code')}
        inputMode="numeric"
        takesFocus
      />
      <ProblemNote problem={form.problem} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          {t('twoStep.confirm')}
        </Button>
      </div>
    </form>
  );
}

/** Easier to read aloud and to type. */
function groupsOfFour(key: string): string {
  return key.match(/.{1,4}/g)?.join(' ') ?? key;
}
