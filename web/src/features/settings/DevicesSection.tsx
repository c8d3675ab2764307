import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Laptop, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { asProblem } from '@/lib/api/problem';
import type { DeviceSession } from '@/lib/api/types';
import { deviceName } from '@/lib/deviceName';
import { formatDateTime, formatDay } from '@/lib/i18n/dates';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { useSignOut } from '@/lib/useSignOut';
import { Button } from '@/ui/Button';
import { Fetched } from '@/ui/Fetched';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toasts';
import { sessionsQuery } from './accountQueries';
import { PasswordDialog } from './PasswordDialog';

const PHONES = ['iPhone', 'Android'];

/** Where I am signed in, and signing out there. */
export function DevicesSection() {
  const sessions = useQuery(sessionsQuery);
  return (
    <Fetched
      query={sessions}
      loading={
        <Loading className="flex flex-col gap-3">
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
        </Loading>
      }
    >
      {(mine) => (
        <div className="flex flex-col gap-4">
          <p className="max-w-prose text-14 text-ink-soft">{t('devices.text')}</p>
          <ul className="flex flex-col divide-y divide-line border-line border-y">
            {mine.map((session) => (
              <DeviceRow key={session.id} session={session} />
            ))}
          </ul>
          {mine.length > 1 ? <EndOthers /> : <p className="text-14 text-ink-soft">{t('devices.alone')}</p>}
        </div>
      )}
    </Fetched>
  );
}

function DeviceRow({ session }: { session: DeviceSession }) {
  const name = deviceName(session);
  const Icon = PHONES.includes(session.system ?? '') ? Smartphone : Laptop;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3.5">
      <Icon size={20} aria-hidden="true" className="shrink-0 text-ink-soft" />
      <div className="flex min-w-0 flex-1 basis-48 flex-col gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2 font-medium text-16">
          {name}
          {session.current ? (
            <span className="rounded-full bg-accent-soft px-2 py-0.5 font-medium text-12">
              {t('devices.this')}
            </span>
          ) : null}
        </p>
        <p className="text-14 text-ink-soft tabular-nums">
          {t('devices.used', { when: formatDateTime(session.last_used_at) })}
          {' · '}
          {t('devices.since', { when: formatDay(session.created_at) })}
        </p>
        {session.place ? (
          <p className="text-12 text-ink-soft tabular-nums">{t('devices.place', { place: session.place })}</p>
        ) : null}
      </div>
      {session.current ? <SignOutHere /> : <EndOne session={session} name={name} />}
    </li>
  );
}

function SignOutHere() {
  const signOut = useSignOut();
  async function leave() {
    try {
      await signOut();
    } catch (refusal) {
      // This page is gone by then.
      toast(problemText(asProblem(refusal)));
    }
  }
  return (
    <Button size="s" onClick={leave}>
      {t('devices.signOut')}
    </Button>
  );
}

function EndOne({ session, name }: { session: DeviceSession; name: string }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  async function end(password: string) {
    await unwrap(
      api.POST('/api/v1/sessions/{id}/end', { params: { path: { id: session.id } }, body: { password } }),
    );
    setOpen(false);
    toast(t('devices.ended'));
    await queries.invalidateQueries({ queryKey: keys.sessions });
  }
  return (
    <>
      <Button size="s" aria-label={t('devices.signOutNamed', { device: name })} onClick={() => setOpen(true)}>
        {t('devices.signOut')}
      </Button>
      <PasswordDialog
        open={open}
        onOpenChange={setOpen}
        title={t('devices.endTitle', { device: name })}
        description={t('devices.endText')}
        confirm={t('devices.signOut')}
        danger
        onConfirm={end}
      />
    </>
  );
}

function EndOthers() {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  async function end(password: string) {
    const { ended } = await unwrap(api.POST('/api/v1/sessions/end-others', { body: { password } }));
    setOpen(false);
    toast(t('devices.othersEnded', { count: ended }));
    await queries.invalidateQueries({ queryKey: keys.sessions });
  }
  return (
    <>
      <Button className="self-start" onClick={() => setOpen(true)}>
        {t('devices.others')}
      </Button>
      <PasswordDialog
        open={open}
        onOpenChange={setOpen}
        title={t('devices.othersTitle')}
        description={t('devices.othersText')}
        confirm={t('devices.others')}
        danger
        onConfirm={end}
      />
    </>
  );
}
