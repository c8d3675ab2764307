import { useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import { plansQuery } from '@/lib/api/queries';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Fetched } from '@/ui/Fetched';
import { Field, TextInput } from '@/ui/Field';
import { Page } from '@/ui/Page';
import { ProblemNote } from '@/ui/ProblemNote';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { createGroup } from './calls';
import { PlanCards } from './PlanCards';

/** The first step: a name and a plan. `onCreated` goes on to the new group. */
export function NewGroupPage({ onCreated }: { onCreated(groupId: string): void }) {
  const queries = useQueryClient();
  const plans = useQuery(plansQuery);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const form = useForm({
    initial: { name: '', plan: '' },
    check: ({ name, plan }) => ({
      ...(name.trim() === '' ? { name: t('newGroup.noName') } : {}),
      ...(plan === '' ? { plan: t('newGroup.noPlan') } : {}),
    }),
    async submit({ name, plan }, key) {
      const group = await createGroup({ name: name.trim(), plan, time_zone: zone }, key);
      queries.setQueryData(keys.group(group.id), group);
      await queries.invalidateQueries({ queryKey: keys.groups });
      onCreated(group.id);
    },
  });
  return (
    <Page title={t('newGroup.title')} lead={t('newGroup.text')} width="l">
      <form className="flex flex-col gap-8" {...form.props}>
        <Field
          label={t('newGroup.name')}
          hint={t('newGroup.nameHint')}
          error={form.error('name')}
          className="max-w-md"
        >
          {(control) => <TextInput {...control} {...form.bind('name')} maxLength={80} autoComplete="off" />}
        </Field>
        <Fetched
          query={plans}
          loading={
            <Loading className="grid gap-3 md:grid-cols-3">
              <Skeleton className="h-52" />
              <Skeleton className="h-52" />
              <Skeleton className="h-52" />
            </Loading>
          }
        >
          {(offered) => (
            <PlanCards
              plans={offered}
              value={form.values.plan}
              onChange={(plan) => form.set('plan', plan)}
              error={form.error('plan')}
            />
          )}
        </Fetched>
        <ProblemNote problem={form.problem} />
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          <Button type="submit" variant="primary" size="l" busy={form.busy}>
            {t('newGroup.submit')}
          </Button>
          <p className="text-14 text-ink-soft">{t('newGroup.zone', { zone })}</p>
        </div>
      </form>
    </Page>
  );
}
