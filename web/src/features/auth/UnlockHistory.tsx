import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { renewNow } from '@/lib/api/session';
import { formatDay } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Section } from '@/ui/Page';
import { PasswordField } from '@/ui/PasswordField';
import { ProblemNote } from '@/ui/ProblemNote';
import { TextButton } from '@/ui/TextButton';
import { toast } from '@/ui/toasts';
import { RecoveryCodeField } from './RecoveryCodeField';

/** What a lost password left sealed, the newest first. */
export const sealedHistoryQuery = queryOptions({
  queryKey: keys.sealedHistory,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/auth/sealed-history', { signal }))).items,
});

/** Opens chats again that a lost password left sealed. Nothing for nearly everybody. */
export function UnlockHistory() {
  const queries = useQueryClient();
  const { data: sealed } = useQuery(sealedHistoryQuery);
  const [byPassword, setByPassword] = useState(false);
  const field = byPassword ? 'old_password' : 'recovery_code';
  const form = useForm({
    initial: { recovery_code: '', old_password: '' },
    check: (values): { recovery_code?: string; old_password?: string } =>
      values[field].trim() === '' ? { [field]: t(byPassword ? 'signIn.noPassword' : 'reset.noCode') } : {},
    async submit(values) {
      await unwrap(api.POST('/api/v1/auth/unlock', { body: { [field]: values[field] } }));
      form.set('recovery_code', '');
      form.set('old_password', '');
      // The keys come with the next access token; then everything that was sealed can be read.
      await renewNow();
      await queries.invalidateQueries();
      toast(t('unlock.done'));
    },
  });
  const last = sealed?.[0];
  if (last === undefined) {
    return null;
  }
  return (
    <Section title={t('unlock.title')}>
      <p className="text-14 text-ink-soft">{t('unlock.text', { day: formatDay(last.sealed_at) })}</p>
      <form className="flex flex-col gap-4" {...form.props}>
        {byPassword ? (
          <PasswordField
            label={t('unlock.password')}
            error={form.error('old_password')}
            {...form.bind('old_password')}
            autoComplete="off"
          />
        ) : (
          <RecoveryCodeField
            hint={t('unlock.codeHint')}
            error={form.error('recovery_code')}
            {...form.bind('recovery_code')}
          />
        )}
        <TextButton onClick={() => setByPassword(!byPassword)}>
          {t(byPassword ? 'unlock.byCode' : 'unlock.byPassword')}
        </TextButton>
        <ProblemNote problem={form.problem} />
        <Button type="submit" variant="primary" className="self-start" busy={form.busy}>
          {t('unlock.submit')}
        </Button>
      </form>
    </Section>
  );
}
