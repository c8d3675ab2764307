import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { openApi, unwrap } from '@/lib/api/client';
import { asProblem, isProblem, Problem } from '@/lib/api/problem';
import { serverQuery } from '@/lib/api/queries';
import { adoptSession, adoptSessionOf } from '@/lib/api/session';
import { t } from '@/lib/i18n/t';
import { passkeySupport, showPasskey } from '@/lib/webauthn';
import { Button } from '@/ui/Button';
import { ProblemNote } from '@/ui/ProblemNote';

/** A passkey was right, and the chats are still to be opened: by what, and what may open them from then on. */
export type Locked = { unlockId: string; output: string | undefined };

type Props = {
  /** The id of the only person who may sign in: whoever else's passkey it is, stays out. */
  only?: string;
  onDone(): void;
  onLocked(locked: Locked): void;
};

/** Signing in by what a device holds; nobody types an address. Nothing where passkeys do not work. */
export function PasskeySignIn({ only, onDone, onLocked }: Props) {
  const { data: server } = useQuery(serverQuery);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (passkeySupport(server?.passkeys_at) !== 'here') {
    return null;
  }

  async function signIn() {
    setBusy(true);
    setProblem(null);
    let output: string | undefined;
    try {
      const { ceremony_id, options } = await unwrap(openApi.POST('/api/v1/auth/passkey/begin'));
      const shown = await showPasskey(options);
      output = shown.output;
      const ask = () =>
        unwrap(
          openApi.POST('/api/v1/auth/passkey', {
            body: {
              ceremony_id,
              credential: shown.credential,
              ...(output === undefined ? {} : { output }),
            },
          }),
        );
      if (only === undefined) {
        adoptSession(await ask());
      } else if (!(await adoptSessionOf(only, ask))) {
        throw new Problem({ code: 'passkey_of_another', status: 0, title: '', detail: '' });
      }
      onDone();
    } catch (error) {
      if (isProblem(error, 'vault_locked')) {
        onLocked({ unlockId: String(error.extra.unlock_id), output });
      } else {
        setProblem(asProblem(error));
      }
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <Button size="l" busy={busy} icon={<KeyRound size={18} aria-hidden="true" />} onClick={signIn}>
        {t('signIn.passkey')}
      </Button>
      {problem ? <ProblemNote problem={problem} /> : null}
    </>
  );
}
