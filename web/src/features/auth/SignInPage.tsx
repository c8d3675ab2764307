import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { openApi, unwrap } from '@/lib/api/client';
import { t } from '@/lib/i18n/t';
import { AuthPage } from './AuthPage';
import { InvitedBy } from './InvitedBy';
import { IssuerSignIn } from './IssuerSignIn';
import { OtherWays } from './OtherWays';
import { type Locked, PasskeySignIn } from './PasskeySignIn';
import { SignInForm } from './SignInForm';
import { type Opening, UnlockPage } from './UnlockPage';

function unlockWithPasskey({ unlockId, output }: Locked, { password, recovery_code }: Opening) {
  const body = {
    unlock_id: unlockId,
    ...(password === undefined ? {} : { password }),
    ...(recovery_code === undefined ? {} : { recovery_code }),
    ...(output === undefined ? {} : { output }),
  };
  return unwrap(openApi.POST('/api/v1/auth/passkey/unlock', { body }));
}

export function SignInPage({ next, onDone }: { next: string | undefined; onDone(): void }) {
  const [locked, setLocked] = useState<Locked | null>(null);
  if (locked !== null) {
    return (
      <UnlockPage
        text={t('signIn.unlockText')}
        unlock={(opening) => unlockWithPasskey(locked, opening)}
        onDone={onDone}
        onBack={() => setLocked(null)}
      />
    );
  }
  return (
    <AuthPage title={t('signIn.title')}>
      <InvitedBy next={next} />
      <SignInForm onDone={onDone} />
      <Link
        to="/forgot-password"
        className="-mt-2 inline-flex items-center self-start text-14 underline underline-offset-4 touch:min-h-11"
      >
        {t('signIn.forgot')}
      </Link>
      <OtherWays passkeys>
        <PasskeySignIn onDone={onDone} onLocked={setLocked} />
        <IssuerSignIn next={next} />
      </OtherWays>
      <p className="text-14 text-ink-soft">
        {t('signIn.none')}{' '}
        <Link
          to="/sign-up"
          search={next ? { next } : {}}
          className="font-medium text-ink underline underline-offset-4"
        >
          {t('signIn.signUp')}
        </Link>
      </p>
    </AuthPage>
  );
}
