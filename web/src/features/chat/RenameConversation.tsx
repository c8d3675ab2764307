import { useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Conversation } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { changeConversation } from './changes';

const LENGTH = 120;

/** The name of a conversation, written anew in its place in the list. Enter and leaving keep it, Escape does not. */
export function RenameConversation({ conversation, onDone }: { conversation: Conversation; onDone(): void }) {
  const { title: before } = conversation;
  const queries = useQueryClient();
  const [title, setTitle] = useState(before ?? '');
  const field = useRef<HTMLInputElement>(null);
  const closed = useRef(false);

  // The menu that asked for this gives its focus away only after it has closed.
  useEffect(() => {
    const frame = requestAnimationFrame(() => field.current?.select());
    return () => cancelAnimationFrame(frame);
  }, []);

  async function close(keep: boolean) {
    if (closed.current) {
      return;
    }
    closed.current = true;
    onDone();
    const next = title.trim();
    if (!keep || next === '' || next === before) {
      return;
    }
    await changeConversation(queries, conversation, { title: next });
  }

  function pressed(event: KeyboardEvent) {
    if ((event.key === 'Enter' || event.key === 'Escape') && !event.nativeEvent.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      void close(event.key === 'Enter');
    }
  }

  return (
    <input
      ref={field}
      aria-label={t('chat.list.name')}
      value={title}
      maxLength={LENGTH}
      onChange={(event) => setTitle(event.target.value)}
      onKeyDown={pressed}
      onBlur={() => void close(true)}
      className="h-9 w-full rounded-s border border-line-strong bg-raised px-2 max-lg:text-16 lg:text-14"
    />
  );
}
