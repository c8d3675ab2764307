import { type ComponentProps, useEffect, useRef } from 'react';
import { t } from '@/lib/i18n/t';
import { Field, TextInput } from '@/ui/Field';

type Props = ComponentProps<'input'> & { error: string | undefined };

/** The code of the second step. It comes in place of the fields before it, so it takes the focus that they had. */
export function CodeField({ error, ...rest }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <Field label={t('signIn.code')} error={error}>
      {(control) => (
        <TextInput
          {...control}
          {...rest}
          ref={input}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          className="font-mono"
        />
      )}
    </Field>
  );
}
