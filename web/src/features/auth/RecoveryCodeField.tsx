import type { ComponentProps } from 'react';
import { t } from '@/lib/i18n/t';
import { Field, TextInput } from '@/ui/Field';

type Props = Omit<ComponentProps<'input'>, 'type'> & { hint?: string; error?: string | undefined };

/** A recovery code as it was written down: case, spaces and dashes do not matter. */
export function RecoveryCodeField({ hint, error, ...rest }: Props) {
  return (
    <Field label={t('recovery.code')} hint={hint} error={error}>
      {(control) => (
        <TextInput
          {...control}
          {...rest}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          className="font-mono"
        />
      )}
    </Field>
  );
}
