import type { Invitation } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { CopyButton } from '@/ui/CopyButton';
import { Field, TextInput } from '@/ui/Field';
import { QrCode } from '@/ui/QrCode';

/** A fresh invitation: the link to copy, and the same as a picture for a camera. */
export function InvitationLink({ invitation }: { invitation: Invitation }) {
  return (
    <div className="flex flex-col gap-4">
      <Field label={t('invite.link')} hint={t('invite.linkHint')}>
        {(control) => (
          <div className="flex gap-2">
            <TextInput
              {...control}
              readOnly
              value={invitation.url}
              onFocus={(event) => event.target.select()}
              className="min-w-0 flex-1 font-mono text-14"
            />
            <CopyButton text={invitation.url} variant="primary" className="h-11" />
          </div>
        )}
      </Field>
      <QrCode
        text={invitation.url}
        label={t('invite.qr')}
        className="w-44 self-center overflow-hidden rounded-s border border-line"
      />
    </div>
  );
}
