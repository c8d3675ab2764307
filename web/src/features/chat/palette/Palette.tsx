import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useId, useState } from 'react';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { cx } from '@/ui/cx';
import { SelectInput } from '@/ui/Field';
import { Spinner } from '@/ui/Spinner';
import { useFocusBack } from '@/ui/useFocusBack';
import { useOptions } from '@/ui/useOptions';
import { useScrollLock } from '@/ui/useScrollLock';
import { folderName, useFolders } from '../foldersQuery';
import { recentQuery } from '../queries';
import { matching, useCommands } from './commands';
import { chatItem, commandItem, hitItem } from './items';
import { useChatSearch } from './useChatSearch';

type Props = { groupId: string | null; onClose(): void; onHelp(): void };

/** Recent chats that are offered before anything is typed. */
const RECENT = 6;

/** One field for going anywhere: commands by name, chats by title, messages by what they say. */
export function Palette({ groupId, onClose, onHelp }: Props) {
  useScrollLock(true);
  const id = useId();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [folderId, setFolderId] = useState<string | null>(null);
  const folders = useFolders(groupId);
  const search = useChatSearch(typed, folderId);
  const commands = useCommands(groupId, onHelp);
  const recent = useInfiniteQuery({ ...recentQuery(groupId ?? ''), enabled: groupId !== null });
  const isEmpty = typed.trim() === '';

  const open = (to: { groupId: string; conversationId: string }, message: string | null) =>
    void navigate({
      to: '/groups/$groupId/chat/$conversationId',
      params: to,
      search: message === null ? {} : { message },
    });
  const recentItems = (recent.data?.pages[0]?.items ?? [])
    .slice(0, RECENT)
    .map((each) => chatItem(each, () => open({ groupId: each.group_id, conversationId: each.id }, null)));
  const hitItems = search.hits.map((hit) =>
    hitItem(hit, () => open({ groupId: hit.group_id, conversationId: hit.conversation_id }, hit.message_id)),
  );
  const groups = [
    { name: t('chat.palette.recent'), items: isEmpty ? recentItems : [] },
    { name: t('chat.palette.commands'), items: matching(commands, typed).map(commandItem) },
    { name: t('chat.palette.chats'), items: isEmpty ? [] : hitItems },
  ].filter(({ items }) => items.length > 0);
  const items = groups.flatMap((group) => group.items);
  const focusBack = useFocusBack();
  const { active, field, list, option, reset } = useOptions({
    items,
    onChoose(item) {
      onClose();
      item.run();
    },
  });

  return (
    <Radix.Root open onOpenChange={(stays) => stays || onClose()}>
      <Radix.Portal>
        <div aria-hidden="true" className="fixed inset-0 z-40 animate-fade bg-veil" />
        <div className="pointer-events-none fixed inset-0 z-40 flex items-start justify-center sm:px-6 sm:pt-[12vh]">
          <Radix.Content
            aria-describedby={undefined}
            {...focusBack}
            className="pointer-events-auto flex max-h-dvh w-full animate-fade flex-col overflow-hidden bg-raised shadow-float outline-none max-sm:h-dvh sm:max-h-[70vh] sm:max-w-xl sm:rounded-m"
          >
            <Radix.Title className="sr-only">{t('chat.palette.title')}</Radix.Title>
            <div className="flex shrink-0 flex-wrap items-center gap-x-3 border-line border-b px-4">
              <Search size={18} className="shrink-0 text-ink-faint" aria-hidden="true" />
              <input
                {...field}
                aria-label={t('chat.palette.title')}
                placeholder={t('chat.palette.placeholder')}
                value={typed}
                maxLength={200}
                onChange={(event) => {
                  setTyped(event.target.value);
                  reset();
                }}
                className="h-14 min-w-0 flex-1 bg-transparent text-16 outline-none"
              />
              {search.state === 'searching' ? <Spinner /> : null}
              {folders.length === 0 ? null : (
                <SelectInput
                  size="s"
                  aria-label={t('folders.where')}
                  value={folderId ?? ''}
                  onChange={(event) => setFolderId(event.target.value || null)}
                  className="max-w-32 shrink-0 max-sm:order-last max-sm:mb-3 max-sm:max-w-full max-sm:basis-full sm:max-w-44"
                >
                  <option value="">{t('folders.everywhere')}</option>
                  {folders.map((folder) => (
                    <option key={folder.id} value={folder.id}>
                      {folderName(folder)}
                    </option>
                  ))}
                </SelectInput>
              )}
              <Radix.Close className="min-h-11 px-2 text-14 text-ink-soft hover:text-ink sm:sr-only">
                {t('action.close')}
              </Radix.Close>
            </div>
            <div
              {...list}
              role="listbox"
              aria-label={t('chat.palette.results')}
              className="min-h-0 overflow-y-auto p-2"
            >
              {groups.map(({ name, items: ofGroup }, index) => (
                // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a list box
                <div key={name} role="group" aria-labelledby={`${id}-${index}`}>
                  <p id={`${id}-${index}`} className="px-3 pt-2 pb-1 text-12 text-ink-faint">
                    {name}
                  </p>
                  {ofGroup.map((item) => (
                    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
                    <div
                      key={item.id}
                      {...option(item)}
                      role="option"
                      aria-selected={item === active}
                      className={cx(
                        'flex min-h-10 touch:min-h-11 cursor-default scroll-my-2 items-center gap-3 rounded-s px-3 py-2 text-14',
                        item === active && 'bg-ink/7',
                      )}
                    >
                      <span className="shrink-0 text-ink-soft">{item.icon}</span>
                      {item.content}
                    </div>
                  ))}
                </div>
              ))}
            </div>
            <Outcome typed={typed} search={search} found={items.length} />
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}

type OutcomeProps = { typed: string; search: ReturnType<typeof useChatSearch>; found: number };

/** How the search ended, said once and aloud. */
function Outcome({ typed, search, found }: OutcomeProps) {
  const { state, hits, more, problem } = search;
  const text =
    problem !== null
      ? problemText(problem)
      : state !== 'done'
        ? null
        : hits.length === 0
          ? t('chat.palette.nothing', { typed: typed.trim() })
          : more
            ? t('chat.palette.more', { count: hits.length })
            : t('chat.palette.found', { count: hits.length });
  return (
    <div role="status" className={cx('shrink-0 px-5', text !== null && 'pb-4 text-14 text-ink-soft')}>
      {text !== null && found === 0 ? <p className="py-4 text-center">{text}</p> : text}
    </div>
  );
}
