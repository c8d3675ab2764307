import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { t } from '@/lib/i18n/t';
import { AuthPage } from './AuthPage';
import { InvitedBy } from './InvitedBy';
import { type Locked, PasskeySignIn } from './PasskeySignIn';
import { SignInForm } from './SignInForm';
import { UnlockForm } from './UnlockForm';

export function SignInPage({ next, onDone }: { next: string | undefined; onDone(): void }) {
  const [locked, setLocked] = useState<Locked | null>(null);
  if (locked !== null) {
    return (
      <AuthPage title={t('signIn.unlockTitle')}>
        <UnlockForm locked={locked} onDone={onDone} onBack={() => setLocked(null)} />
      </AuthPage>
    );
  }
  return (
    <AuthPage title={t('signIn.title')}>
      <InvitedBy next={next} />
      <SignInForm onDone={onDone} />
      <Link to="/forgot-password" className="-mt-2 self-start text-14 underline underline-offset-4">
        {t('signIn.forgot')}
      </Link>
      <PasskeySignIn onDone={onDone} onLocked={setLocked} />
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
