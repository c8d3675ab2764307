import { ChevronLeft, ChevronRight } from 'lucide-react';
import { t } from '@/lib/i18n/t';
import { IconButton } from '@/ui/IconButton';
import type { Branch } from './tree';

/** "2/3" with arrows, where a message has other versions of itself. */
export function VersionSwitch({ branch, onChoose }: { branch: Branch; onChoose(id: string): void }) {
  const { index, count, previous, next } = branch;
  if (count < 2) {
    return null;
  }
  return (
    <div className="flex items-center text-12 text-ink-soft tabular-nums">
      <IconButton
        size="s"
        label={t('chat.version.previous')}
        icon={<ChevronLeft size={16} aria-hidden="true" />}
        disabled={previous === null}
        onClick={() => previous !== null && onChoose(previous)}
      />
      <span aria-hidden="true">{t('chat.version', { index: index + 1, count })}</span>
      <span className="sr-only">{t('chat.version.label', { index: index + 1, count })}</span>
      <IconButton
        size="s"
        label={t('chat.version.next')}
        icon={<ChevronRight size={16} aria-hidden="true" />}
        disabled={next === null}
        onClick={() => next !== null && onChoose(next)}
      />
    </div>
  );
}
