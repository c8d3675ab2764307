import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '@/lib/api/keys';
import { modelsQuery } from '@/lib/api/queries';
import type { GroupSummary } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { creditFromText } from '@/lib/money';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { CopyButton } from '@/ui/CopyButton';
import { Dialog } from '@/ui/Dialog';
import { Field, SelectInput, TextInput } from '@/ui/Field';
import { ProblemNote } from '@/ui/ProblemNote';
import { createApiKey } from './calls';
import { Examples } from './Examples';

const DAYS = ['30', '90', '365'];
const DAY_MS = 86_400_000;

type Made = { secret: string; model: string };

/** Making a key, then its secret: the only time that it is shown. */
export function NewKeyDialog({ groups, onClose }: { groups: readonly GroupSummary[]; onClose(): void }) {
  const [made, setMade] = useState<Made | null>(null);
  if (made !== null) {
    return (
      <Dialog
        open
        firm
        width="m"
        onOpenChange={onClose}
        title={t('keys.made')}
        description={t('keys.madeText')}
        footer={
          <Button variant="primary" onClick={onClose}>
            {t('keys.done')}
          </Button>
        }
      >
        <Secret secret={made.secret} />
        <Examples secret={made.secret} model={made.model} />
      </Dialog>
    );
  }
  return (
    <Dialog open onOpenChange={onClose} title={t('keys.make')} description={t('keys.makeText')}>
      <NewKeyForm groups={groups} onMade={setMade} onClose={onClose} />
    </Dialog>
  );
}

function Secret({ secret }: { secret: string }) {
  return (
    <Field label={t('keys.secret')}>
      {(control) => (
        <div className="flex gap-2">
          <TextInput
            {...control}
            readOnly
            value={secret}
            onFocus={(event) => event.target.select()}
            className="min-w-0 flex-1 font-mono text-14"
          />
          <CopyButton text={secret} variant="primary" className="h-11" />
        </div>
      )}
    </Field>
  );
}

type FormProps = { groups: readonly GroupSummary[]; onMade(made: Made): void; onClose(): void };

function NewKeyForm({ groups, onMade, onClose }: FormProps) {
  const queries = useQueryClient();
  const form = useForm({
    initial: { name: '', group_id: groups[0]?.id ?? '', models: '', daily_cap_nanousd: '', expires_at: '' },
    check: ({ name, daily_cap_nanousd: cap }) => ({
      ...(name.trim() === '' ? { name: t('keys.noName') } : {}),
      ...(cap.trim() !== '' && creditFromText(cap) === null ? { daily_cap_nanousd: t('keys.badCap') } : {}),
    }),
    async submit({ name, group_id, models, daily_cap_nanousd: cap, expires_at: days }, key) {
      const expiresAt = days === '' ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString();
      const made = await createApiKey(
        {
          name: name.trim(),
          group_id,
          models: models === '' ? null : [models],
          daily_cap_nanousd: cap.trim() === '' ? null : creditFromText(cap),
          expires_at: expiresAt,
        },
        key,
      );
      const offered = queries.getQueryData(modelsQuery(group_id).queryKey) ?? [];
      onMade({ secret: made.secret, model: models || (offered[0]?.id ?? 'model') });
      await queries.invalidateQueries({ queryKey: keys.apiKeys });
    },
  });
  const offered = useQuery(modelsQuery(form.values.group_id));
  return (
    <form className="flex flex-col gap-4" {...form.props}>
      <Field label={t('keys.name')} hint={t('keys.nameHint')} error={form.error('name')}>
        {(control) => <TextInput {...control} {...form.bind('name')} maxLength={80} autoComplete="off" />}
      </Field>
      {groups.length > 1 ? (
        <Field label={t('keys.group')} error={form.error('group_id')}>
          {(control) => (
            <SelectInput
              {...control}
              {...form.bind('group_id')}
              onChange={(event) => {
                form.set('group_id', event.target.value);
                // Another group may not have it, and nothing is sent that is not shown.
                form.set('models', '');
              }}
            >
              {groups.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
      ) : null}
      <Field label={t('keys.model')} error={form.error('models')}>
        {(control) => (
          <SelectInput {...control} {...form.bind('models')}>
            <option value="">{t('keys.allModels')}</option>
            {(offered.data ?? []).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectInput>
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('keys.cap')} hint={t('keys.capHint')} error={form.error('daily_cap_nanousd')}>
          {(control) => (
            <TextInput
              {...control}
              {...form.bind('daily_cap_nanousd')}
              inputMode="decimal"
              autoComplete="off"
              className="tabular-nums"
            />
          )}
        </Field>
        <Field label={t('keys.expiry')} error={form.error('expires_at')}>
          {(control) => (
            <SelectInput {...control} {...form.bind('expires_at')}>
              <option value="">{t('keys.never')}</option>
              {DAYS.map((days) => (
                <option key={days} value={days}>
                  {t('keys.days', { days: Number(days) })}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
      </div>
      <ProblemNote problem={form.problem} />
      <div className="flex justify-end gap-2">
        <Button variant="quiet" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          {t('keys.make')}
        </Button>
      </div>
    </form>
  );
}
