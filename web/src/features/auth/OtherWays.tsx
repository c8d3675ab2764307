import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { serverQuery } from '@/lib/api/queries';
import { t } from '@/lib/i18n/t';
import { passkeySupport } from '@/lib/webauthn';

/** What comes after a line that says "or". Nothing, and no line, where neither passkeys nor an issuer work. */
export function OtherWays({ passkeys = false, children }: { passkeys?: boolean; children: ReactNode }) {
  const { data: server } = useQuery(serverQuery);
  const hasPasskeys = passkeys && passkeySupport(server?.passkeys_at) === 'here';
  if (!(hasPasskeys || server?.issuer)) {
    return null;
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="flex items-center gap-3 text-14 text-ink-soft before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t('signIn.or')}
      </p>
      {children}
    </div>
  );
}
