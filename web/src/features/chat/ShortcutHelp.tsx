import { Fragment } from 'react';
import { t } from '@/lib/i18n/t';
import { Dialog } from '@/ui/Dialog';

const MAC = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');
const COMMAND = MAC ? '⌘' : 'Ctrl';
const SHIFT = MAC ? '⇧' : 'Shift';

/** Every key that the chat knows. */
export function ShortcutHelp({ onClose }: { onClose(): void }) {
  const rows: [what: string, keys: string[], note?: string][] = [
    [t('chat.help.send'), ['Enter']],
    [t('chat.help.break'), [SHIFT, 'Enter']],
    [t('chat.help.edit'), ['↑'], t('chat.help.editNote')],
    [t('chat.help.stop'), ['Esc']],
    [t('chat.palette.title'), [COMMAND, 'K']],
    [t('chat.help.new'), [COMMAND, SHIFT, 'O']],
    [t('chat.help.help'), [COMMAND, '/']],
  ];
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={t('chat.help.title')}>
      <dl className="flex flex-col">
        {rows.map(([what, keys, note]) => (
          <div key={what} className="flex min-h-11 items-center gap-4 border-line border-t first:border-t-0">
            <dt className="min-w-0 flex-1 text-14">
              {what}
              {note ? <span className="text-ink-soft"> {note}</span> : null}
            </dt>
            <dd className="flex items-center gap-1">
              {keys.map((key, index) => (
                <Fragment key={key}>
                  {index > 0 ? <span className="text-12 text-ink-faint">+</span> : null}
                  <kbd className="min-w-7 rounded-s border border-line-strong/60 bg-paper px-1.5 py-0.5 text-center font-sans text-12">
                    {key}
                  </kbd>
                </Fragment>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
