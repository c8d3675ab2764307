import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '@/lib/api/client';
import { asProblem } from '@/lib/api/problem';
import { serverQuery } from '@/lib/api/queries';
import { currentUser, useSession } from '@/lib/api/session';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toasts';

/** Asks for the confirmation of the address, where the server wants it; takes no room otherwise. */
export function ConfirmAddress() {
  useSession();
  const user = currentUser();
  const { data: server } = useQuery(serverQuery);
  const [busy, setBusy] = useState(false);
  if (user === null || user.email_verified || !server?.email_verification) {
    return null;
  }

  async function mailAgain() {
    setBusy(true);
    try {
      await unwrap(api.POST('/api/v1/auth/verify-email/mail'));
      toast(t('verify.mailed'));
    } catch (error) {
      toast(problemText(asProblem(error)));
    } finally {
      setBusy(false);
    }
  }

  return (
    <aside
      aria-label={t('verify.title')}
      className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 border-line border-b bg-sunk px-4 py-2 text-14"
    >
      <p className="text-ink-soft">{t('verify.ask', { email: user.email })}</p>
      <Button size="s" busy={busy} onClick={() => void mailAgain()}>
        {t('verify.again')}
      </Button>
    </aside>
  );
}
