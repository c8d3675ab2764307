import type { Member } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { Avatar } from '@/ui/Avatar';
import { Field, SelectInput, TextInput } from '@/ui/Field';
import { type Draft, FALLBACKS, type FallbackMode, withFallback } from './draft';

type Props = {
  draft: Draft;
  members: readonly Member[];
  currency: string;
  onChange(draft: Draft): void;
};

/** What a mode asks for: a number for each member, or one for all. */
export function SplitFields({ draft, members, currency, onChange }: Props) {
  const ids = members.map((member) => member.user_id);
  switch (draft.mode) {
    case 'equal':
    case 'usage':
      return null;
    case 'percent':
      return <EachMember {...{ draft, members, onChange }} unit="%" label="split.percentOf" />;
    case 'weights':
      return <EachMember {...{ draft, members, onChange }} unit="" label="split.weightOf" />;
    case 'fixed':
      return (
        <EachMember
          {...{ draft, members, onChange }}
          unit={currency}
          label="split.amountOf"
          placeholder={t('split.rest')}
        />
      );
    case 'base_and_usage':
      return (
        <Field label={t('split.base')}>
          {(control) => (
            <TextInput
              {...control}
              value={draft.base}
              inputMode="decimal"
              autoComplete="off"
              onChange={(event) => onChange({ ...draft, base: event.target.value })}
            />
          )}
        </Field>
      );
    case 'sponsor':
      return (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t('split.payer')}>
              {(control) => (
                <SelectInput
                  {...control}
                  value={draft.payer}
                  onChange={(event) => onChange({ ...draft, payer: event.target.value })}
                >
                  {members.map((member) => (
                    <option key={member.user_id} value={member.user_id}>
                      {member.name}
                    </option>
                  ))}
                </SelectInput>
              )}
            </Field>
            <Field label={t('split.cap', { currency })}>
              {(control) => (
                <TextInput
                  {...control}
                  value={draft.cap}
                  placeholder={t('split.noCap')}
                  inputMode="decimal"
                  autoComplete="off"
                  onChange={(event) => onChange({ ...draft, cap: event.target.value })}
                />
              )}
            </Field>
          </div>
          <Field label={t('split.fallback')}>
            {(control) => (
              <SelectInput
                {...control}
                value={draft.fallback}
                onChange={(event) => onChange(withFallback(draft, event.target.value as FallbackMode, ids))}
              >
                {FALLBACKS.map((mode) => (
                  <option key={mode} value={mode}>
                    {t(`split.mode.${mode}`)}
                  </option>
                ))}
              </SelectInput>
            )}
          </Field>
          {draft.fallback === 'equal' ? null : (
            <EachMember
              {...{ draft, members, onChange }}
              unit={draft.fallback === 'percent' ? '%' : ''}
              label={draft.fallback === 'percent' ? 'split.percentOf' : 'split.weightOf'}
            />
          )}
        </>
      );
  }
}

type EachProps = {
  draft: Draft;
  members: readonly Member[];
  unit: string;
  label: 'split.percentOf' | 'split.weightOf' | 'split.amountOf';
  placeholder?: string;
  onChange(draft: Draft): void;
};

function EachMember({ draft, members, unit, label, placeholder, onChange }: EachProps) {
  return (
    <ul className="flex flex-col gap-2">
      {members.map(({ user_id, name, seat }) => (
        <li key={user_id} className="flex items-center gap-3">
          <Avatar name={name} seat={seat} size={24} />
          <span dir="auto" className="min-w-0 flex-1 truncate text-14">
            {name}
          </span>
          <TextInput
            aria-label={t(label, { name })}
            value={draft.values[user_id] ?? ''}
            placeholder={placeholder}
            inputMode="decimal"
            autoComplete="off"
            className="max-w-32 text-end tabular-nums"
            onChange={(event) =>
              onChange({ ...draft, values: { ...draft.values, [user_id]: event.target.value } })
            }
          />
          {unit === '' ? null : <span className="w-9 text-14 text-ink-soft">{unit}</span>}
        </li>
      ))}
    </ul>
  );
}
