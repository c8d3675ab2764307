import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { serverQuery } from '@/lib/api/queries';
import { formatDate } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { leaveFor } from '@/lib/leaveFor';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Section } from '@/ui/Page';
import { PasswordField } from '@/ui/PasswordField';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';

const issuerLinkQuery = queryOptions({
  queryKey: keys.issuerLink,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/issuer-link', { signal }))).link ?? null,
});

/** How the account is tied to the server's issuer. Nothing where there is none. */
export function IssuerTie() {
  const queries = useQueryClient();
  const { data: server } = useQuery(serverQuery);
  const name = server?.issuer;
  const { data: link } = useQuery({ ...issuerLinkQuery, enabled: Boolean(name) });
  const form = useForm({
    initial: { password: '' },
    check: ({ password }): { password?: string } =>
      password === '' ? { password: t('signIn.noPassword') } : {},
    async submit(body) {
      if (link) {
        await unwrap(api.POST('/api/v1/issuer-link/remove', { body }));
        form.set('password', '');
        toast(t('issuer.untiedToast', { name: name ?? '' }));
        await queries.invalidateQueries({ queryKey: keys.issuerLink });
      } else {
        const { url } = await unwrap(api.POST('/api/v1/issuer-link/begin', { body }));
        await leaveFor(url);
      }
    },
  });
  if (!name || link === undefined) {
    return null;
  }
  return (
    <Section title={t('issuer.tie', { name })}>
      <p className="text-14 text-ink-soft">
        {link ? t('issuer.tied', { name, when: formatDate(link.created_at) }) : t('issuer.untied', { name })}
      </p>
      {link?.email ? <p className="break-words text-14">{link.email}</p> : null}
      {link ? <p className="text-14 text-ink-soft">{t('issuer.untieText')}</p> : null}
      <form className="flex flex-col gap-5" {...form.props}>
        <PasswordField
          label={t('reauth.password')}
          error={form.error('password')}
          {...form.bind('password')}
          autoComplete="current-password"
        />
        <ProblemNote problem={form.problem} />
        <Button type="submit" className="self-start" busy={form.busy}>
          {link ? t('issuer.untie', { name }) : t('issuer.tieSubmit', { name })}
        </Button>
      </form>
    </Section>
  );
}
