import './chat.css';
import { ArrowDown } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { t } from '@/lib/i18n/t';
import { IconButton } from '@/ui/IconButton';
import type { ScrollOwner } from './scrollOwner';
import { useScrollOwner } from './useScrollOwner';

type Props = {
  /** It opens at its end; otherwise whoever opened it scrolls to what is looked for. */
  atEnd: boolean;
  children(owner: ScrollOwner): ReactNode;
  /** Stays at the bottom of the window: the composer. */
  foot(owner: ScrollOwner): ReactNode;
};

/** A conversation's column: messages above, the composer at the bottom, and one owner of the scrolling. */
export function ChatColumn({ atEnd, children, foot }: Props) {
  const content = useRef<HTMLElement>(null);
  const { owner, away } = useScrollOwner(content, atEnd);
  return (
    <main ref={content} className="chat-column flex min-h-[calc(100dvh-var(--bar))] flex-col">
      <div className="flex-1 pt-6 pb-8">{children(owner)}</div>
      <div className="chat-foot sticky bottom-0 z-10 bg-paper pb-[max(0.75rem,env(safe-area-inset-bottom))]">
        {away ? (
          <IconButton
            label={t('chat.toEnd')}
            icon={<ArrowDown size={18} aria-hidden="true" />}
            className="absolute inset-s-1/2 bottom-full mb-3 -ms-5 touch:-ms-5.5 rounded-full! border border-line bg-raised shadow-float hover:bg-sunk"
            onClick={() => owner.toEnd()}
          />
        ) : null}
        {foot(owner)}
      </div>
    </main>
  );
}
