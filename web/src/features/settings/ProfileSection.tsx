import type { ReactNode } from 'react';
import { api, unwrap } from '@/lib/api/client';
import { adoptUser, currentUser, useSession } from '@/lib/api/session';
import type { User } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Field, TextInput } from '@/ui/Field';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';

/** Who I am here. */
export function ProfileSection() {
  useSession();
  const user = currentUser();
  return user === null ? null : (
    <div className="flex max-w-md flex-col gap-6">
      {/* Another device may have given another name. */}
      <NameForm key={user.name} user={user} />
      <dl className="flex flex-col divide-y divide-line border-line border-y">
        <Row term={t('settings.email')}>{user.email}</Row>
        {user.operator ? <Row term={t('settings.role')}>{t('settings.operator')}</Row> : null}
      </dl>
    </div>
  );
}

function NameForm({ user }: { user: User }) {
  const form = useForm({
    initial: { name: user.name },
    check: ({ name }) => (name.trim() === '' ? { name: t('settings.noName') } : {}),
    async submit({ name }) {
      const saved = await unwrap(api.PATCH('/api/v1/me', { body: { name: name.trim() } }));
      toast(t('settings.nameSaved'));
      adoptUser(saved);
    },
  });
  return (
    <form className="flex flex-col items-start gap-4" {...form.props}>
      <Field
        label={t('settings.name')}
        hint={t('settings.nameHint')}
        error={form.error('name')}
        className="w-full"
      >
        {(control) => <TextInput {...control} {...form.bind('name')} maxLength={80} autoComplete="name" />}
      </Field>
      <ProblemNote problem={form.problem} />
      <Button type="submit" variant="primary" busy={form.busy}>
        {t('action.save')}
      </Button>
    </form>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 py-3 text-16 sm:grid-cols-[10rem_1fr]">
      <dt className="text-14 text-ink-soft sm:leading-6">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
