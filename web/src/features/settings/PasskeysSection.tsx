import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, KeyRound, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { serverQuery } from '@/lib/api/queries';
import type { Passkey } from '@/lib/api/types';
import { formatDateTime, formatDay } from '@/lib/i18n/dates';
import { t, tx } from '@/lib/i18n/t';
import { passkeySupport } from '@/lib/webauthn';
import { Button } from '@/ui/Button';
import { Fetched } from '@/ui/Fetched';
import { IconButton } from '@/ui/IconButton';
import { Menu, MenuItem } from '@/ui/Menu';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toasts';
import { AddPasskey } from './AddPasskey';
import { passkeysQuery } from './accountQueries';
import { PasswordDialog } from './PasswordDialog';
import { RenamePasskey } from './RenamePasskey';

/** Signing in by what a device holds. */
export function PasskeysSection() {
  const passkeys = useQuery(passkeysQuery);
  return (
    <Fetched
      query={passkeys}
      loading={
        <Loading className="flex flex-col gap-3">
          <Skeleton className="h-16" />
        </Loading>
      }
    >
      {(mine) => (
        <div className="flex flex-col items-start gap-4">
          <p className="max-w-prose text-14 text-ink-soft">{t('passkeys.text')}</p>
          {mine.length > 0 ? (
            <ul className="flex w-full flex-col divide-y divide-line border-line border-y">
              {mine.map((passkey) => (
                <PasskeyRow key={passkey.id} passkey={passkey} />
              ))}
            </ul>
          ) : null}
          <Adding />
        </div>
      )}
    </Fetched>
  );
}

/** The way to add one, or where there is one. */
function Adding() {
  const { data: server } = useQuery(serverQuery);
  const [open, setOpen] = useState(false);
  if (server === undefined) {
    return null;
  }
  const support = passkeySupport(server.passkeys_at);
  if (support === 'nowhere') {
    return (
      <p className="max-w-prose text-14 text-ink-soft">
        {server.passkeys_at === null ? t('passkeys.noName') : t('passkeys.noBrowser')}
      </p>
    );
  }
  if (support === 'elsewhere') {
    const address = `${server.passkeys_at}/settings/passkeys`;
    return (
      <p className="max-w-prose text-14 text-ink-soft">
        {tx('passkeys.elsewhere', {
          address: (
            <a href={address} className="font-medium text-ink underline underline-offset-4">
              {server.passkeys_at}
            </a>
          ),
        })}
      </p>
    );
  }
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        {t('passkeys.add')}
      </Button>
      {open ? <AddPasskey onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState<'rename' | 'remove' | null>(null);
  async function remove(password: string) {
    await unwrap(
      api.POST('/api/v1/passkeys/{id}/remove', { params: { path: { id: passkey.id } }, body: { password } }),
    );
    setOpen(null);
    toast(t('passkeys.removed', { name: passkey.name }));
    await queries.invalidateQueries({ queryKey: keys.passkeys });
  }
  return (
    <li className="flex items-center gap-4 py-3.5">
      <KeyRound size={20} aria-hidden="true" className="shrink-0 text-ink-soft" />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <p className="break-words font-medium text-16">{passkey.name}</p>
        <p className="text-14 text-ink-soft">
          {t('passkeys.added', { when: formatDay(passkey.created_at) })}
          {' · '}
          {passkey.last_used_at
            ? t('passkeys.used', { when: formatDateTime(passkey.last_used_at) })
            : t('passkeys.unused')}
        </p>
        <p className="text-12 text-ink-soft">
          {passkey.unlocks ? t('passkeys.unlocks') : t('passkeys.locked')}
        </p>
      </div>
      <Menu
        trigger={
          <IconButton
            size="s"
            label={t('passkeys.menu', { name: passkey.name })}
            icon={<Ellipsis size={18} />}
            className="-me-2"
          />
        }
      >
        <MenuItem icon={<Pencil size={16} aria-hidden="true" />} onSelect={() => setOpen('rename')}>
          {t('passkeys.rename')}
        </MenuItem>
        <MenuItem danger icon={<Trash2 size={16} aria-hidden="true" />} onSelect={() => setOpen('remove')}>
          {t('passkeys.remove')}
        </MenuItem>
      </Menu>
      {open === 'rename' ? <RenamePasskey passkey={passkey} onClose={() => setOpen(null)} /> : null}
      <PasswordDialog
        open={open === 'remove'}
        onOpenChange={() => setOpen(null)}
        title={t('passkeys.removeTitle', { name: passkey.name })}
        description={t('passkeys.removeText')}
        confirm={t('passkeys.remove')}
        danger
        onConfirm={remove}
      />
    </li>
  );
}
