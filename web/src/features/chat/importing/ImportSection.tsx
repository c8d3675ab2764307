import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { groupsQuery } from '@/lib/api/queries';
import { t } from '@/lib/i18n/t';
import { useStore } from '@/lib/store';
import { Button } from '@/ui/Button';
import { Field, SelectInput } from '@/ui/Field';
import { Progress } from '@/ui/Progress';
import { type Bringing, bring, bringing, stopBringing, type Tally } from './bringing';

/** Bringing chats from ChatGPT, Claude or another Potluck. The file is read in the browser; each chat goes by itself. */
export function ImportSection() {
  const queries = useQueryClient();
  const { data: groups } = useQuery(groupsQuery);
  const [chosen, setChosen] = useState<string>();
  const state = useStore(bringing);
  const field = useRef<HTMLInputElement>(null);
  const running = state.step === 'reading' || state.step === 'bringing';
  const last = state.step === 'idle' ? undefined : state.groupId;
  const theirs = groups?.map(({ id }) => id) ?? [];
  const groupId = running
    ? last
    : ([chosen, last].find((id) => id !== undefined && theirs.includes(id)) ?? theirs[0]);

  if (groups?.length === 0) {
    return <p className="max-w-prose text-14 text-ink-soft">{t('import.noGroup')}</p>;
  }
  return (
    <div className="flex max-w-prose flex-col items-start gap-4">
      <p className="text-14 text-ink-soft">{t('import.text')}</p>
      {(groups?.length ?? 0) > 1 ? (
        <Field label={t('import.group')} className="w-full max-w-xs">
          {(control) => (
            <SelectInput
              {...control}
              value={groupId}
              disabled={running}
              onChange={(event) => setChosen(event.target.value)}
            >
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
            void bring(queries, file, groupId);
          }
        }}
      />
      {running ? (
        <Button onClick={stopBringing}>{t('import.stop')}</Button>
      ) : (
        <Button icon={<Upload size={16} aria-hidden="true" />} onClick={() => field.current?.click()}>
          {t('import.choose')}
        </Button>
      )}
      <Outcome state={state} />
    </div>
  );
}

function Outcome({ state }: { state: Bringing }) {
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
