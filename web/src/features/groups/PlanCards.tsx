import { useId } from 'react';
import type { Plan } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { formatAmount, formatCredit, perPerson } from '@/lib/money';
import { cx } from '@/ui/cx';
import { TableMark } from '@/ui/TableMark';

type Props = {
  plans: readonly Plan[];
  value: string;
  onChange(code: string): void;
  error: string | undefined;
};

/** The plans as cards, with what each person would pay. Native radio buttons: arrow keys choose. */
export function PlanCards({ plans, value, onChange, error }: Props) {
  const id = useId();
  return (
    <fieldset className="flex flex-col gap-2" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="pb-2 font-medium text-14">{t('newGroup.plan')}</legend>
      <div className="grid gap-3 md:grid-cols-3">
        {plans.map((plan) => (
          <label
            key={plan.code}
            className={cx(
              'relative flex cursor-pointer items-start gap-4 rounded-m border bg-raised p-5 transition-colors md:flex-col md:gap-5',
              'has-focus-visible:outline-2 has-focus-visible:outline-accent-text has-focus-visible:outline-offset-2',
              value === plan.code
                ? 'border-accent shadow-[inset_0_0_0_1px_var(--accent)]'
                : 'border-line hover:border-line-strong',
            )}
          >
            <input
              type="radio"
              name="plan"
              value={plan.code}
              checked={value === plan.code}
              onChange={() => onChange(plan.code)}
              aria-invalid={error ? true : undefined}
              className="absolute top-5 inset-e-5 size-5 appearance-none rounded-full border border-line-strong bg-raised outline-none checked:border-[6px] checked:border-accent"
            />
            <TableMark seats={plan.seats} plain className="size-14 shrink-0 md:size-20" />
            <span className="flex min-w-0 flex-col gap-0.5">
              <span className="font-semibold text-16">{plan.name}</span>
              <span className="font-semibold text-20 tabular-nums">
                {t('newGroup.each', { amount: formatAmount(perPerson(plan.price, plan.seats)) })}
              </span>
              <span className="text-14 text-ink-soft tabular-nums">
                {t('newGroup.total', { amount: formatAmount(plan.price), seats: plan.seats })}
              </span>
              <span className="pt-2 text-14 text-ink-soft tabular-nums">
                {t('newGroup.credit', { amount: formatCredit(plan.credit_nanousd) })}
              </span>
            </span>
          </label>
        ))}
      </div>
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-14 text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
