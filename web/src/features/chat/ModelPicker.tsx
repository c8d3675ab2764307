import { Check, ChevronDown, TriangleAlert } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useId, useState } from 'react';
import type { Model } from '@/lib/api/types';
import { locale } from '@/lib/i18n/locale';
import { t } from '@/lib/i18n/t';
import { formatCreditNumber } from '@/lib/money';
import { cx } from '@/ui/cx';
import { Skeleton } from '@/ui/Skeleton';
import { useOptions } from '@/ui/useOptions';
import type { ModelChoice } from './modelChoice';
import { matchingModels } from './models';
import { hasScreenKeyboard } from './screenKeyboard';

const compact = new Intl.NumberFormat(locale(), { notation: 'compact' });

/** The model that answers next, and the way to another: by name, by vendor, by price. */
export function ModelPicker({ models, model, choose }: ModelChoice) {
  const [open, setOpen] = useState(false);
  if (model === null) {
    return <Skeleton className="m-2 h-6 w-24" />;
  }
  const label = [t('chat.model.label', { name: model.name })];
  if (model.health === 'down') {
    label.push(t('chat.model.down'));
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={label.join('. ')}
        className="flex h-10 min-w-0 touch:h-11 items-center gap-1.5 rounded-s px-2 text-14 text-ink-soft transition-colors hover:bg-ink/6 hover:text-ink"
      >
        <span className="truncate">{model.name}</span>
        {model.demo ? <DemoBadge /> : null}
        {model.health === 'down' ? (
          <TriangleAlert size={16} className="shrink-0 text-warn" aria-hidden="true" />
        ) : null}
        <ChevronDown size={16} className="shrink-0 text-ink-faint" aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          side="top"
          sideOffset={6}
          collisionPadding={12}
          aria-label={t('chat.model.list')}
          className="z-50 flex max-h-[min(28rem,var(--radix-popover-content-available-height))] w-[min(24rem,calc(100vw-1.5rem))] animate-fade flex-col overflow-hidden rounded-m border border-line bg-raised shadow-float"
        >
          <ModelList
            models={models}
            model={model}
            onChoose={(next) => {
              choose(next);
              setOpen(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function DemoBadge() {
  return (
    <span className="shrink-0 rounded-s bg-accent-soft px-1.5 py-0.5 text-12 text-ink leading-4">
      {t('chat.demo.badge')}
    </span>
  );
}

type ListProps = { models: readonly Model[]; model: Model; onChoose(model: Model): void };

function ModelList({ models, model, onChoose }: ListProps) {
  const id = useId();
  const [search, setSearch] = useState('');
  const groups = matchingModels(models, search);
  const items = groups.flatMap((group) => group.models);
  const { active, field, list, option } = useOptions({ items, initial: model.id, onChoose });
  return (
    <>
      <input
        {...field}
        aria-label={t('chat.model.search')}
        // biome-ignore lint/a11y/noAutofocus: opened on purpose, to choose; not where it would raise a screen keyboard
        autoFocus={!hasScreenKeyboard()}
        placeholder={t('chat.model.search')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        className="h-12 w-full shrink-0 border-line border-b bg-transparent px-4 text-16 outline-none"
      />
      <div {...list} role="listbox" aria-label={t('chat.model.list')} className="min-h-0 overflow-y-auto p-1">
        {groups.map(({ provider, models: ofProvider }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a list box
          <div key={provider} role="group" aria-labelledby={`${id}-${provider}`}>
            <p id={`${id}-${provider}`} className="px-3 pt-2 pb-1 text-12 text-ink-faint">
              {provider}
            </p>
            {ofProvider.map((each) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the search field
              <div
                key={each.id}
                {...option(each)}
                role="option"
                aria-selected={each.id === model.id}
                className={cx(
                  'flex cursor-default scroll-my-1 items-start gap-3 rounded-s px-3 py-2',
                  each === active && 'bg-ink/7',
                )}
              >
                <ModelFacts model={each} models={models} />
                <Check
                  size={16}
                  aria-hidden="true"
                  className={cx('mt-0.5 shrink-0', each.id !== model.id && 'invisible')}
                />
              </div>
            ))}
          </div>
        ))}
        {items.length === 0 ? (
          <p className="px-3 py-6 text-center text-14 text-ink-soft">{t('chat.model.none')}</p>
        ) : null}
      </div>
      <p className="border-line border-t px-4 py-2.5 text-12 text-ink-soft">{t('chat.model.priceNote')}</p>
    </>
  );
}

/** What is to be said of a vendor that fails, and who answers instead. */
function trouble({ health, fallback }: Model, models: readonly Model[]): string | null {
  if (health === 'up') {
    return null;
  }
  const instead = models.find(({ id }) => id === fallback);
  const said = [
    t(health === 'down' ? 'chat.model.down' : 'chat.model.troubled'),
    instead === undefined ? null : t('chat.model.fallback', { name: instead.name }),
  ];
  return said.filter((text) => text !== null).join(' · ');
}

function ModelFacts({ model, models }: { model: Model; models: readonly Model[] }) {
  const { input_nanousd_per_mtok: input, output_nanousd_per_mtok: output } = model.price;
  const facts = [
    t('chat.model.context', { tokens: compact.format(model.context_tokens) }),
    model.abilities.images ? t('chat.model.images') : null,
    model.abilities.reasoning ? t('chat.model.reasoning') : null,
  ].filter((fact) => fact !== null);
  const troubled = trouble(model, models);
  return (
    <span className="min-w-0 flex-1">
      <span className="flex flex-wrap items-center gap-x-2 text-14">
        <span className="min-w-0 truncate font-medium">{model.name}</span>
        {model.demo ? <DemoBadge /> : null}
        <span className="ms-auto text-12 text-ink-soft tabular-nums">
          {input === 0 && output === 0
            ? t('chat.model.free')
            : t('chat.model.price', { input: formatCreditNumber(input), output: formatCreditNumber(output) })}
        </span>
      </span>
      <span className="block text-12 text-ink-soft">{facts.join(' · ')}</span>
      {troubled === null ? null : <span className="block text-12 text-warn">{troubled}</span>}
    </span>
  );
}
