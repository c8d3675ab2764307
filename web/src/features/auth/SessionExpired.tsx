import { useState } from 'react';
import { asProblem } from '@/lib/api/problem';
import { useSession } from '@/lib/api/session';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { useSignOut } from '@/lib/useSignOut';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { toast } from '@/ui/toasts';
import { IssuerSignIn } from './IssuerSignIn';
import { OtherWays } from './OtherWays';
import { PasskeySignIn } from './PasskeySignIn';
import { SignInForm } from './SignInForm';

/** Over whatever page is open when the session could not be renewed. The page stays, and its requests wait. */
export function SessionExpired() {
  const session = useSession();
  const signOut = useSignOut();
  // A passkey was right and does not open the chats: the password does.
  const [locked, setLocked] = useState(false);
  if (session.status !== 'expired') {
    return null;
  }
  return (
    <Dialog
      open
      firm
      onOpenChange={() => undefined}
      title={t('expired.title')}
      description={t('expired.text')}
      footer={
        <Button
          variant="quiet"
          onClick={() => {
            signOut().catch((error: unknown) => toast(problemText(asProblem(error))));
          }}
        >
          {t('expired.other')}
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        {locked ? <p className="text-14">{t('signIn.unlockText')}</p> : null}
        <SignInForm email={session.user.email} />
        <OtherWays passkeys>
          <PasskeySignIn only={session.user.id} onDone={() => undefined} onLocked={() => setLocked(true)} />
          <IssuerSignIn next={globalThis.location.pathname} />
        </OtherWays>
      </div>
    </Dialog>
  );
}
