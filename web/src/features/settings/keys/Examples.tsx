import { useState } from 'react';
import { t } from '@/lib/i18n/t';
import { CopyButton } from '@/ui/CopyButton';
import { Field, SelectInput } from '@/ui/Field';
import { PLACEHOLDER, type Tool, tools } from './examples';

type Props = {
  /** Only known right after the key was made. */
  secret?: string;
  model: string;
};

/** Settings to copy for one program at a time, with this server's address and a model of the group in them. */
export function Examples({ secret, model }: Props) {
  const [tool, setTool] = useState<Tool>(tools[0] as Tool);
  const origin = globalThis.location.origin;
  const text = tool.example({ origin, model, secret: secret ?? PLACEHOLDER });
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Field
        label={t('keys.tool')}
        hint={secret === undefined ? t('keys.exampleHint', { placeholder: PLACEHOLDER }) : undefined}
      >
        {(control) => (
          <SelectInput
            {...control}
            value={tool.id}
            onChange={(event) =>
              setTool(tools.find(({ id }) => id === event.target.value) ?? (tools[0] as Tool))
            }
            className="max-w-80"
          >
            {tools.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectInput>
        )}
      </Field>
      <figure className="overflow-hidden rounded-m border border-line bg-sunk">
        <figcaption className="flex min-h-10 items-center justify-between gap-2 border-line border-b py-1 pe-1 ps-4 text-12 text-ink-soft">
          <span className="truncate">{t('keys.example', { tool: tool.name })}</span>
          <CopyButton text={text} size="s" variant="quiet" />
        </figcaption>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre tabIndex={0} className="overflow-x-auto px-4 py-3 font-mono text-14">
          <code>{text}</code>
        </pre>
      </figure>
    </div>
  );
}
