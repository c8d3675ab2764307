import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import type { GroupSummary } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { ProblemNote } from '@/ui/ProblemNote';
import { importChat } from '../importChat';
import type { Snapshot } from './snapshot';

type Props = {
  id: string;
  snapshot: Snapshot;
  groups: readonly GroupSummary[];
  onCopied(groupId: string, conversationId: string): void;
};

/** Takes what was shared into one's own chats, to go on with it. */
export function ContinueCopy({ id, snapshot, groups, onCopied }: Props) {
  const queries = useQueryClient();
  const group = groups[0];

  const copy = useMutation({
    mutationFn: async (groupId: string) => {
      const copied = await importChat(groupId, {
        origin: `shared:${id}`,
        title: snapshot.title,
        messages: snapshot.lines.map(({ role, text, model, created_at }, index) => ({
          parent: index === 0 ? null : index - 1,
          role,
          text,
          model,
          created_at,
        })),
      });
      await queries.invalidateQueries({ queryKey: keys.conversations(groupId) });
      onCopied(groupId, copied.id);
    },
  });

  return group === undefined ? null : (
    <div className="flex flex-col items-start gap-3 border-line border-t pt-6 print:hidden">
      <ProblemNote problem={copy.error} />
      <Button variant="primary" busy={copy.isPending} onClick={() => copy.mutate(group.id)}>
        {t('shared.continue')}
      </Button>
      <p className="text-14 text-ink-soft">{t('shared.continueText', { group: group.name })}</p>
    </div>
  );
}
