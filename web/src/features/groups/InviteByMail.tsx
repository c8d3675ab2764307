import { useQueryClient } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import type { Group } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { Button } from '@/ui/Button';
import { Field, TextInput } from '@/ui/Field';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';
import { createInvitation, refreshGroup } from './calls';

export function InviteByMail({ group }: { group: Group }) {
  const queries = useQueryClient();
  const form = useForm({
    initial: { email: '' },
    check: ({ email }) => (/^\S+@\S+$/.test(email.trim()) ? {} : { email: t('signUp.noEmail') }),
    async submit({ email }, key) {
      await createInvitation(group.id, email.trim(), key);
      form.set('email', '');
      toast(t('invite.mailed', { email: email.trim() }));
      await refreshGroup(queries, group.id);
    },
  });
  return (
    <form className="flex flex-col gap-3 border-line border-t pt-4" {...form.props}>
      <Field label={t('invite.mail')} error={form.error('email')}>
        {(control) => (
          <div className="flex gap-2">
            <TextInput
              {...control}
              {...form.bind('email')}
              type="email"
              inputMode="email"
              autoComplete="off"
              placeholder="name@example.org"
              className="min-w-0 flex-1"
            />
            <Button
              type="submit"
              busy={form.busy}
              icon={<Send size={16} aria-hidden="true" />}
              className="h-11"
            >
              {t('invite.send')}
            </Button>
          </div>
        )}
      </Field>
      <ProblemNote problem={form.problem} />
    </form>
  );
}
