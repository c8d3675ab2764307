import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { keys } from '@/lib/api/keys';
import { asProblem } from '@/lib/api/problem';
import { groupsQuery } from '@/lib/api/queries';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { Field, SelectInput } from '@/ui/Field';
import { Progress } from '@/ui/Progress';
import { importChat } from '../importChat';
import { type Export, NotAnExport, readExport } from './readExport';

type Tally = { brought: number; known: number; unreadable: number; count: number };

type State =
  | { step: 'idle' }
  | { step: 'reading' }
  | { step: 'bringing' | 'done' | 'stopped'; tally: Tally }
  | { step: 'refused'; text: string; tally: Tally | null };

/** Bringing chats from ChatGPT, Claude or another Potluck. The file is read in the browser; each chat goes by itself. */
export function ImportSection() {
  const queries = useQueryClient();
  const { data: groups } = useQuery(groupsQuery);
  const [chosen, setChosen] = useState('');
  const [state, setState] = useState<State>({ step: 'idle' });
  const field = useRef<HTMLInputElement>(null);
  const stop = useRef(false);
  const groupId = chosen || groups?.[0]?.id;
  const running = state.step === 'reading' || state.step === 'bringing';

  async function bring(file: File, into: string) {
    stop.current = false;
    setState({ step: 'reading' });
    let tally: Tally | null = null;
    try {
      const found: Export = await readExport(file);
      tally = { brought: 0, known: 0, unreadable: 0, count: found.count };
      setState({ step: 'bringing', tally });
      for await (const chat of found.chats) {
        if (stop.current) {
          setState({ step: 'stopped', tally });
          return;
        }
        if (chat === null) {
          tally = { ...tally, unreadable: tally.unreadable + 1 };
        } else {
          const { known } = await importChat(into, chat);
          tally = known ? { ...tally, known: tally.known + 1 } : { ...tally, brought: tally.brought + 1 };
        }
        setState({ step: 'bringing', tally });
      }
      setState({ step: 'done', tally });
    } catch (error) {
      const text =
        error instanceof NotAnExport
          ? t(error.why === 'damaged' ? 'import.damaged' : 'import.other')
          : problemText(asProblem(error));
      setState({ step: 'refused', text, tally });
    } finally {
      await queries.invalidateQueries({ queryKey: keys.conversations(into) });
    }
  }

  if (groups?.length === 0) {
    return <p className="max-w-prose text-14 text-ink-soft">{t('import.noGroup')}</p>;
  }
  return (
    <div className="flex max-w-prose flex-col items-start gap-4">
      <p className="text-14 text-ink-soft">{t('import.text')}</p>
      {(groups?.length ?? 0) > 1 ? (
        <Field label={t('import.group')} className="w-full max-w-xs">
          {(control) => (
            <SelectInput {...control} value={groupId} onChange={(event) => setChosen(event.target.value)}>
              {groups?.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
      ) : null}
      <input
        ref={field}
        type="file"
        accept=".zip,.json,application/zip,application/json"
        aria-label={t('import.file')}
        tabIndex={-1}
        className="sr-only"
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = '';
          if (file !== undefined && groupId !== undefined) {
            void bring(file, groupId);
          }
        }}
      />
      {running ? (
        <Button
          onClick={() => {
            stop.current = true;
          }}
        >
          {t('import.stop')}
        </Button>
      ) : (
        <Button icon={<Upload size={16} aria-hidden="true" />} onClick={() => field.current?.click()}>
          {t('import.choose')}
        </Button>
      )}
      <Outcome state={state} />
    </div>
  );
}

function Outcome({ state }: { state: State }) {
  return (
    <div className="flex w-full flex-col gap-2">
      {state.step === 'bringing' ? (
        <Progress value={done(state.tally)} max={state.tally.count} label={t('import.progress')} />
      ) : null}
      <div role="status" className="flex flex-col gap-1 text-14 text-ink-soft">
        {state.step === 'reading' ? <p>{t('import.reading')}</p> : null}
        {state.step === 'refused' ? <p className="text-ink">{state.text}</p> : null}
        {'tally' in state && state.tally !== null ? <Count tally={state.tally} /> : null}
        {state.step === 'done' ? <p className="text-ink">{t('import.done')}</p> : null}
        {state.step === 'stopped' || (state.step === 'refused' && state.tally !== null) ? (
          <p>{t('import.again')}</p>
        ) : null}
      </div>
    </div>
  );
}

function Count({ tally }: { tally: Tally }) {
  return (
    <>
      <p>{t('import.brought', { done: done(tally), count: tally.count })}</p>
      {tally.known > 0 ? <p>{t('import.known', { count: tally.known })}</p> : null}
      {tally.unreadable > 0 ? <p>{t('import.unreadable', { count: tally.unreadable })}</p> : null}
    </>
  );
}

function done({ brought, known, unreadable }: Tally): number {
  return brought + known + unreadable;
}
