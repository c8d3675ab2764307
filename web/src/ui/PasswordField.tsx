import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { t } from '@/lib/i18n/t';
import { Field, TextInput } from './Field';
import { IconButton } from './IconButton';

type Props = Omit<ComponentProps<'input'>, 'type'> & {
  label: string;
  hint?: string;
  error?: string | undefined;
};

const MIN_CHARACTERS = 10;

/** What is still missing for a new password, in words; nothing when it is long enough. */
export function missingCharacters(password: string): string | null {
  const missing = MIN_CHARACTERS - [...password].length;
  return missing > 0 ? t('signUp.shortPassword', { count: missing }) : null;
}

/** A password, which can be looked at while typing. Pasting and password managers are welcome. */
export function PasswordField({ label, hint, error, ...rest }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className="relative">
          <TextInput
            {...control}
            {...rest}
            type={shown ? 'text' : 'password'}
            autoCapitalize="off"
            spellCheck={false}
            className="pe-12"
          />
          <IconButton
            label={t(shown ? 'password.hide' : 'password.show')}
            icon={shown ? <EyeOff size={18} aria-hidden="true" /> : <Eye size={18} aria-hidden="true" />}
            onClick={() => setShown(!shown)}
            className="absolute inset-e-0.5 top-0.5 touch:inset-e-0 touch:top-0"
          />
        </div>
      )}
    </Field>
  );
}
