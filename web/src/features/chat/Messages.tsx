import {
  type ReactNode,
  startTransition,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Model } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { useSteady } from '@/lib/useSteady';
import { Button } from '@/ui/Button';
import { Answer } from './Answer';
import type { Edit } from './edits';
import type { ShownMessage } from './live/shownMessages';
import { Question } from './Question';
import type { ScrollOwner } from './scrollOwner';
import { type Branch, branches } from './tree';
import { useGrownAbove } from './useGrownAbove';
import { useJump } from './useJump';

type Props = {
  conversationId: string;
  /** All that the conversation has, for finding versions. */
  messages: readonly ShownMessage[];
  /** What is read of it. */
  path: readonly ShownMessage[];
  /** The last answer has at least the window's height. */
  roomy: boolean;
  /** In the place of what is before the path's beginning, where that is not here yet. */
  above: ReactNode;
  /** The message that somebody looks for. */
  at: string | null;
  models: readonly Model[];
  busy: boolean;
  edits: readonly Edit[];
  owner: ScrollOwner;
  onEdit(message: ShownMessage): void;
  onEditEnd(message: ShownMessage): void;
  onEdited(message: ShownMessage, text: string): void;
  onRegenerate(message: ShownMessage, model?: string): void;
  onContinue(message: ShownMessage): void;
  onChooseVersion(id: string): void;
};

/** So many messages are drawn at once: what a window shows, and a little more. */
const FIRST = 8;
/** So many are drawn a moment later, and more with each press: a long conversation opens as fast as a short one. */
const PAGE = 40;
const BEFORE = 6;

const ALONE: Branch = { index: 0, count: 1, previous: null, next: null };

export function Messages({
  conversationId,
  messages,
  path,
  roomy,
  above,
  at,
  models,
  owner,
  ...rest
}: Props) {
  const [drawn, setDrawn] = useState(FIRST);
  // In slices between which the page answers; what grows above the end does not move it.
  useEffect(() => startTransition(() => setDrawn((before) => Math.max(before, PAGE))), []);
  // Half of what can be pressed changes with it, and may do so a frame later.
  const busy = useDeferredValue(rest.busy);
  const deeds = useSteady({
    onEdit: rest.onEdit,
    onEditEnd: rest.onEditEnd,
    onEdited: rest.onEdited,
    onRegenerate: rest.onRegenerate,
    onContinue: rest.onContinue,
    onChooseVersion: rest.onChooseVersion,
  });
  const places = useMemo(() => branches(messages), [messages]);
  const target = path.findIndex(({ id }) => id === at);
  // What is looked for is drawn with a little of what is before it.
  const least = target < 0 ? 0 : path.length - target + BEFORE;
  const earlier = Math.max(0, path.length - Math.max(drawn, least));
  const list = useRef<HTMLElement>(null);
  useGrownAbove(owner, list, path[earlier]?.id ?? null);
  useJump(owner, at, target >= 0);
  return (
    <section
      ref={list}
      aria-label={t('chat.messages')}
      data-roomy={roomy || undefined}
      className="messages flex flex-col gap-3"
    >
      {earlier > 0 ? (
        <Button
          size="s"
          variant="quiet"
          className="self-center"
          onClick={() => setDrawn(Math.max(drawn, least) + PAGE)}
        >
          {t('chat.earlier')}
        </Button>
      ) : (
        above
      )}
      {path.slice(earlier).map((message, index) => {
        const branch = versionsOf(places.get(message.id));
        return message.role === 'user' ? (
          <Question
            key={message.id}
            conversationId={conversationId}
            message={message}
            branch={branch}
            busy={busy}
            edit={rest.edits.find(({ messageId }) => messageId === message.id) ?? null}
            onEdit={deeds.onEdit}
            onEditEnd={deeds.onEditEnd}
            onEdited={deeds.onEdited}
            onChooseVersion={deeds.onChooseVersion}
          />
        ) : (
          <Answer
            // The reply's id comes with the first event; its turn is known from the start.
            key={message.turn_id ?? message.id}
            conversationId={conversationId}
            message={message}
            models={models}
            model={models.find(({ id }) => id === message.model)?.name ?? message.model}
            branch={branch}
            last={index === path.length - earlier - 1}
            busy={busy}
            onRegenerate={deeds.onRegenerate}
            onContinue={deeds.onContinue}
            onChooseVersion={deeds.onChooseVersion}
          />
        );
      })}
    </section>
  );
}

/** The same object for every message that has no other versions, so that it is not drawn again for theirs. */
function versionsOf(branch: Branch | undefined): Branch {
  return branch === undefined || branch.count < 2 ? ALONE : branch;
}
