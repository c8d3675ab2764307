import { useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import { plansQuery } from '@/lib/api/queries';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Field, SelectInput, TextInput } from '@/ui/Field';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';
import { makeSandbox } from './adminCalls';

/** Making a sandbox: a group like any other, owned by the operator. */
export function NewSandbox() {
  const queries = useQueryClient();
  const { data: plans = [] } = useQuery(plansQuery);
  const form = useForm({
    initial: { name: '', plan: '' },
    check: ({ name }) => (name.trim() === '' ? { name: t('newGroup.noName') } : {}),
    async submit({ name, plan }, key) {
      const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const body = { name: name.trim(), plan: plan === '' ? (plans[0]?.code ?? '') : plan, time_zone };
      const made = await makeSandbox(body, key);
      toast(t('operator.made', { name: made.name }));
      form.set('name', '');
      await Promise.all([
        queries.invalidateQueries({ queryKey: keys.sandboxes }),
        queries.invalidateQueries({ queryKey: keys.operatorActions }),
        queries.invalidateQueries({ queryKey: keys.groups }),
      ]);
    },
  });
  return (
    <form className="flex flex-col gap-3" {...form.props}>
      <div className="grid gap-3 sm:grid-cols-[1fr_10rem]">
        <Field label={t('operator.name')} error={form.error('name')}>
          {(control) => <TextInput {...control} {...form.bind('name')} maxLength={80} autoComplete="off" />}
        </Field>
        <Field label={t('operator.plan')} error={form.error('plan')}>
          {(control) => (
            <SelectInput
              {...control}
              value={form.values.plan}
              onChange={(event) => form.set('plan', event.target.value)}
            >
              {plans.map((plan) => (
                <option key={plan.code} value={plan.code}>
                  {plan.name}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
      </div>
      <ProblemNote problem={form.problem} />
      <Button type="submit" size="s" className="self-start" busy={form.busy}>
        {t('operator.make')}
      </Button>
    </form>
  );
}
