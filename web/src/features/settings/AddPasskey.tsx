import { useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { t } from '@/lib/i18n/t';
import { useForm } from '@/lib/useForm';
import { makePasskey } from '@/lib/webauthn';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field, TextInput } from '@/ui/Field';
import { PasswordField } from '@/ui/PasswordField';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';

/** Adding a passkey: a name and the password, then the device asks. */
export function AddPasskey({ onClose }: { onClose(): void }) {
  const queries = useQueryClient();
  const form = useForm({
    initial: { name: t('passkeys.defaultName'), password: '' },
    check: ({ name, password }) => ({
      ...(name.trim() === '' ? { name: t('passkeys.noNameTyped') } : {}),
      ...(password === '' ? { password: t('reauth.noPassword') } : {}),
    }),
    async submit({ name, password }) {
      const { ceremony_id, options } = await unwrap(
        api.POST('/api/v1/passkeys/begin', { body: { password } }),
      );
      const { credential, output } = await makePasskey(options);
      const { unlocks } = await unwrap(
        api.POST('/api/v1/passkeys', {
          body: {
            ceremony_id,
            name: name.trim(),
            credential,
            ...(output === undefined ? {} : { output }),
          },
        }),
      );
      onClose();
      toast(unlocks ? t('passkeys.addedToast') : t('passkeys.addedLocked'));
      await queries.invalidateQueries({ queryKey: keys.passkeys });
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('passkeys.addTitle')}
      description={t('passkeys.addText')}
    >
      <form className="flex flex-col gap-4" {...form.props}>
        <Field label={t('passkeys.name')} hint={t('passkeys.nameHint')} error={form.error('name')}>
          {(control) => <TextInput {...control} {...form.bind('name')} maxLength={80} autoComplete="off" />}
        </Field>
        <PasswordField
          label={t('reauth.password')}
          error={form.error('password')}
          {...form.bind('password')}
          autoComplete="current-password"
        />
        <ProblemNote problem={form.problem} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {t('passkeys.add')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
