import { useMutation, useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { openApi, unwrap } from '@/lib/api/client';
import { isProblem, Problem } from '@/lib/api/problem';
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
  const signIn = useMutation({
    mutationFn: async () => {
      const { ceremony_id, options } = await unwrap(openApi.POST('/api/v1/auth/passkey/begin'));
      const { credential, output } = await showPasskey(options);
      const ask = () =>
        unwrap(
          openApi.POST('/api/v1/auth/passkey', {
            body: { ceremony_id, credential, ...(output === undefined ? {} : { output }) },
          }),
        );
      try {
        if (only === undefined) {
          adoptSession(await ask());
        } else if (!(await adoptSessionOf(only, ask))) {
          throw new Problem({ code: 'passkey_of_another', status: 0, title: '', detail: '' });
        }
      } catch (error) {
        if (!isProblem(error, 'vault_locked')) {
          throw error;
        }
        onLocked({ unlockId: String(error.extra.unlock_id), output });
        return;
      }
      onDone();
    },
  });
  if (passkeySupport(server?.passkeys_at) !== 'here') {
    return null;
  }
  return (
    <>
      <Button
        size="l"
        busy={signIn.isPending}
        icon={<KeyRound size={18} aria-hidden="true" />}
        onClick={() => signIn.mutate()}
      >
        {t('signIn.passkey')}
      </Button>
      <ProblemNote problem={signIn.error} />
    </>
  );
}
