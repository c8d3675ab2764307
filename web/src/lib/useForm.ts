import { type ChangeEvent, type FormEvent, useEffect, useRef, useState } from 'react';
import { asProblem, type Problem } from '@/lib/api/problem';
import { useIntentKey } from '@/lib/api/useIntentKey';
import { fieldText } from '@/lib/i18n/problemText';

type Values = Record<string, string>;
type Errors<V extends Values> = Partial<Record<keyof V & string, string>>;

type Options<V extends Values> = {
  initial: V;
  /** What the page can see is wrong before asking the server; empty when all is well. */
  check?(values: V): Errors<V>;
  /** Sends it. `key` is the idempotency key of this very content. Throws a `Problem` when refused. */
  submit(values: V, key: string): Promise<unknown>;
};

export type Form<V extends Values> = {
  values: V;
  set(name: keyof V & string, value: string): void;
  /** For an input or a text area. */
  bind(name: keyof V & string): {
    name: string;
    value: string;
    onChange(event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>): void;
  };
  /** What is wrong with one field: found here, or said by the server. Goes away once that field is changed. */
  error(name: keyof V & string): string | undefined;
  /** The refusal that belongs to no single field. */
  problem: Problem | null;
  busy: boolean;
  /** For the form element. */
  props: { noValidate: true; onSubmit(event: FormEvent<HTMLFormElement>): void };
};

/** A form's values and errors. What was typed stays, whatever happens; the first wrong field gets the focus. */
export function useForm<V extends Values>({ initial, check, submit }: Options<V>): Form<V> {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Errors<V>>({});
  // How often the form was refused: the focus follows a refusal, and not the correction of one field among several.
  const [refusals, setRefusals] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const intent = useIntentKey();
  const element = useRef<HTMLFormElement | null>(null);

  useEffect(() => {
    if (refusals > 0) {
      element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [refusals]);

  function refuse(refusal: Problem) {
    const mine: Errors<V> = {};
    for (const error of refusal.fields) {
      if (error.field in values) {
        mine[error.field as keyof V & string] = fieldText(error);
      }
    }
    setErrors(mine);
    setRefusals((count) => count + 1);
    // Told beside the fields if every part of it has one, else as a whole.
    const everywhere = refusal.fields.length > 0 && refusal.fields.every(({ field }) => field in values);
    setProblem(everywhere ? null : refusal);
  }

  async function send() {
    const wrong = check?.(values) ?? {};
    setErrors(wrong);
    setProblem(null);
    if (Object.keys(wrong).length > 0) {
      setRefusals((count) => count + 1);
      return;
    }
    setBusy(true);
    try {
      await submit(values, intent.keyFor(values));
      intent.settle();
    } catch (error) {
      refuse(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  function set(name: keyof V & string, value: string) {
    setValues((before) => ({ ...before, [name]: value }));
    if (name in errors) {
      const { [name]: _gone, ...rest } = errors;
      setErrors(rest as Errors<V>);
    }
  }

  return {
    values,
    set,
    bind: (name) => ({
      name,
      value: values[name] ?? '',
      onChange: (event) => set(name, event.target.value),
    }),
    error: (name) => errors[name],
    problem,
    busy,
    props: {
      noValidate: true,
      onSubmit(event) {
        event.preventDefault();
        element.current = event.currentTarget;
        if (!busy) {
          void send();
        }
      },
    },
  };
}
