import '../chat.css';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { keys } from '@/lib/api/keys';
import { isProblem } from '@/lib/api/problem';
import { groupsQuery } from '@/lib/api/queries';
import { useSession } from '@/lib/api/session';
import { t } from '@/lib/i18n/t';
import { Brand } from '@/ui/Brand';
import { Button } from '@/ui/Button';
import { ButtonLink } from '@/ui/ButtonLink';
import { EmptyState } from '@/ui/EmptyState';
import { PageProblem } from '@/ui/PageProblem';
import { PasswordField } from '@/ui/PasswordField';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { TableMark } from '@/ui/TableMark';
import { usePageTitle } from '@/ui/usePageTitle';
import { Transcript } from '../Transcript';
import { ContinueCopy } from './ContinueCopy';
import { sharedQuery } from './calls';
import { canSeal, needsPassword, open } from './seal';
import { asSnapshot, type Snapshot } from './snapshot';

type Props = {
  id: string;
  /** From the link's fragment: the server has never seen it. */
  secret: string;
  onCopied(groupId: string, conversationId: string): void;
};

/** What somebody shows by a link, for whoever has it: with an account or without. */
export function SharedPage({ id, secret, onCopied }: Props) {
  const sealed = useQuery(sharedQuery(id));
  const locked = sealed.data !== undefined && needsPassword(sealed.data);
  const openly = useQuery({
    queryKey: [...keys.shared(id), secret],
    queryFn: () => (sealed.data === undefined ? null : unlock(sealed.data, secret, '')),
    enabled: sealed.data !== undefined && !locked,
    staleTime: Number.POSITIVE_INFINITY,
    // It is here: nothing is fetched for it.
    networkMode: 'always',
  });
  const [byPassword, setByPassword] = useState<Snapshot | null>(null);
  const snapshot = byPassword ?? openly.data ?? null;
  usePageTitle(t('shared.title'));

  if (!canSeal()) {
    return <Nothing title={t('shared.insecure')} text={t('shared.insecureText')} />;
  }
  if (sealed.error !== null && sealed.data === undefined) {
    if (!isProblem(sealed.error, 'not_found')) {
      return <PageProblem error={sealed.error} reset={() => void sealed.refetch()} />;
    }
    return <Nothing title={t('shared.gone')} text={t('shared.goneText')} />;
  }
  if (openly.data === null) {
    return <Nothing title={t('shared.broken')} text={t('shared.brokenText')} />;
  }
  if (snapshot === null) {
    return locked && sealed.data !== undefined ? (
      <Locked sealed={sealed.data} secret={secret} onOpened={setByPassword} />
    ) : (
      <main className="chat-column py-10">
        <h1 className="sr-only">{t('shared.title')}</h1>
        <Loading>
          <Skeleton className="h-40 w-full" />
        </Loading>
      </main>
    );
  }
  return (
    <div className="chat-column flex flex-col gap-8 py-6">
      <header className="print:hidden">
        <Brand />
      </header>
      <main className="flex flex-col gap-6">
        <header className="flex flex-col gap-2">
          <h1 dir="auto" className="text-balance font-semibold text-28">
            {snapshot.title}
          </h1>
          <p className="text-14 text-ink-soft">{t('shared.text')}</p>
        </header>
        <Transcript lines={snapshot.lines} />
        <Copy id={id} snapshot={snapshot} onCopied={onCopied} />
      </main>
    </div>
  );
}

/** Only members can go on with it. */
function Copy({ id, snapshot, onCopied }: { id: string; snapshot: Snapshot; onCopied: Props['onCopied'] }) {
  const signedIn = useSession().status === 'signed_in';
  const groups = useQuery({ ...groupsQuery, enabled: signedIn });
  const active = groups.data?.filter(({ status }) => status === 'active') ?? [];
  return active.length === 0 ? null : (
    <ContinueCopy id={id} snapshot={snapshot} groups={active} onCopied={onCopied} />
  );
}

type LockedProps = { sealed: Uint8Array<ArrayBuffer>; secret: string; onOpened(snapshot: Snapshot): void };

function Locked({ sealed, secret, onOpened }: LockedProps) {
  const [password, setPassword] = useState('');
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const opened = await unlock(sealed, secret, password);
    setBusy(false);
    if (opened === null) {
      setWrong(true);
    } else {
      onOpened(opened);
    }
  }

  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-6 px-6 py-10">
      <h1 className="font-semibold text-28">{t('shared.locked')}</h1>
      <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <PasswordField
          label={t('share.password')}
          error={wrong ? t('shared.wrongPassword') : undefined}
          autoComplete="off"
          value={password}
          onChange={(event) => {
            setPassword(event.target.value);
            setWrong(false);
          }}
        />
        <Button type="submit" variant="primary" busy={busy} className="self-start">
          {t('shared.open')}
        </Button>
      </form>
    </main>
  );
}

async function unlock(
  sealed: Uint8Array<ArrayBuffer>,
  secret: string,
  password: string,
): Promise<Snapshot | null> {
  try {
    return asSnapshot(await open(sealed, secret, password));
  } catch {
    return null;
  }
}

function Nothing({ title, text }: { title: string; text: string }) {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <EmptyState
        page
        title={title}
        picture={<TableMark className="size-12" />}
        action={<ButtonLink to="/">{t('notFound.home')}</ButtonLink>}
      >
        {text}
      </EmptyState>
    </main>
  );
}
