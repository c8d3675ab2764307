import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Group, SplitPart, SplitProposal } from '@/lib/api/types';
import { formatDay } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';
import { refreshGroup } from '../calls';
import { answerSplit } from './calls';
import { modeText } from './modeText';
import { PartLine } from './PartLine';

/** A split that waits: what it means for everybody, who has said what, and my own answer if I am asked. */
export function ProposalCard({ group, proposal }: { group: Group; proposal: SplitProposal }) {
  const queries = useQueryClient();
  const seats = new Map(group.members.map((member) => [member.user_id, member.seat]));
  const mine = proposal.parts.find((part) => part.user_id === group.you);
  const isAsked = mine?.asked === true && mine.answer === null;

  const answer = useMutation({
    mutationFn: async (deed: 'approve' | 'decline' | 'withdraw') => {
      await answerSplit(group.id, proposal.id, deed);
      toast(t(`split.done.${deed}`));
    },
    onSuccess: () => refreshGroup(queries, group.id),
    // Somebody else may have answered it meanwhile; the refusal is told without waiting for that.
    onError: () => void refreshGroup(queries, group.id),
  });
  const underway = answer.isPending ? answer.variables : null;

  return (
    <article className="flex flex-col gap-3 rounded-m border border-line bg-raised p-5">
      <h3 className="font-semibold text-16">
        {t(proposal.proposed_by === group.you ? 'split.youPropose' : 'split.proposes', {
          name: proposal.proposed_by_name,
        })}
      </h3>
      <p className="text-14 text-ink-soft">{modeText(proposal.split, group)}</p>
      <ul className="flex flex-col divide-y divide-line">
        {proposal.parts.map((part) => (
          <PartLine
            key={part.user_id}
            part={part}
            seat={seats.get(part.user_id) ?? 1}
            self={part.user_id === group.you}
            note={answerText(part)}
          />
        ))}
      </ul>
      <ProblemNote problem={answer.error} />
      <div className="flex flex-wrap gap-2">
        {isAsked ? (
          <>
            <Button
              variant="primary"
              busy={underway === 'approve'}
              disabled={underway !== null && underway !== 'approve'}
              onClick={() => answer.mutate('approve')}
            >
              {t('split.approve')}
            </Button>
            <Button
              busy={underway === 'decline'}
              disabled={underway !== null && underway !== 'decline'}
              onClick={() => answer.mutate('decline')}
            >
              {t('split.decline')}
            </Button>
          </>
        ) : null}
        {proposal.proposed_by === group.you ? (
          <Button
            busy={underway === 'withdraw'}
            disabled={underway !== null && underway !== 'withdraw'}
            onClick={() => answer.mutate('withdraw')}
          >
            {t('split.withdraw')}
          </Button>
        ) : null}
      </div>
    </article>
  );
}

/** What somebody said about a split, if they are asked at all. */
export function answerText(part: SplitPart): string | null {
  if (!part.asked) {
    return null;
  }
  if (part.answer === null || part.answered_at === null) {
    return t('split.waiting');
  }
  return t(`split.answer.${part.answer}`, { date: formatDay(part.answered_at) });
}
