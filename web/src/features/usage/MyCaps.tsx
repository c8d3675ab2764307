import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Caps } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { creditFromText, creditToText } from '@/lib/money';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Fetched } from '@/ui/Fetched';
import { Field, TextInput } from '@/ui/Field';
import { Section } from '@/ui/Page';
import { ProblemNote } from '@/ui/ProblemNote';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toasts';
import { capsQuery, setCaps } from './usageQuery';

/** What I allow myself at most, for one question and for a day. */
export function MyCaps({ groupId }: { groupId: string }) {
  const caps = useQuery(capsQuery(groupId));
  return (
    <Section title={t('usage.caps')}>
      <p className="max-w-prose text-14 text-ink-soft">{t('usage.capsText')}</p>
      <Fetched
        query={caps}
        loading={
          <Loading>
            <Skeleton className="h-20" />
          </Loading>
        }
      >
        {(set) => <CapsForm groupId={groupId} caps={set} />}
      </Fetched>
    </Section>
  );
}

function CapsForm({ groupId, caps }: { groupId: string; caps: Caps }) {
  const queries = useQueryClient();
  const form = useForm({
    initial: {
      turn_nanousd: creditToText(caps.turn_nanousd ?? null),
      day_nanousd: creditToText(caps.day_nanousd ?? null),
    },
    check: (typed) => ({
      ...(isAmount(typed.turn_nanousd) ? {} : { turn_nanousd: t('usage.badCap') }),
      ...(isAmount(typed.day_nanousd) ? {} : { day_nanousd: t('usage.badCap') }),
    }),
    async submit(typed) {
      const set = await setCaps(groupId, {
        turn_nanousd: creditFromText(typed.turn_nanousd),
        day_nanousd: creditFromText(typed.day_nanousd),
      });
      queries.setQueryData(capsQuery(groupId).queryKey, set);
      toast(t('usage.capsSaved'));
    },
  });
  return (
    <form className="flex flex-col gap-4" {...form.props}>
      <div className="grid max-w-xl gap-4 sm:grid-cols-2">
        <Field label={t('usage.capTurn')} hint={t('usage.capHint')} error={form.error('turn_nanousd')}>
          {(control) => (
            <TextInput {...control} {...form.bind('turn_nanousd')} inputMode="decimal" autoComplete="off" />
          )}
        </Field>
        <Field label={t('usage.capDay')} hint={t('usage.capHint')} error={form.error('day_nanousd')}>
          {(control) => (
            <TextInput {...control} {...form.bind('day_nanousd')} inputMode="decimal" autoComplete="off" />
          )}
        </Field>
      </div>
      <ProblemNote problem={form.problem} />
      <Button type="submit" busy={form.busy} className="self-start">
        {t('action.save')}
      </Button>
    </form>
  );
}

function isAmount(text: string): boolean {
  return text.trim() === '' || creditFromText(text) !== null;
}
