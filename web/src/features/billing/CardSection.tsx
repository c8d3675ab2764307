import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CreditCard } from 'lucide-react';
import { useState } from 'react';
import { serverQuery } from '@/lib/api/queries';
import { t } from '@/lib/i18n/t';
import { leaveFor } from '@/lib/leaveFor';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Section } from '@/ui/Page';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';
import { cardPage, cardQuery, removeCard } from './cardCalls';
import { cardName } from './cardName';

/** The card that my parts are charged to. Nothing where this server takes none. */
export function CardSection({ groupId }: { groupId: string }) {
  const queries = useQueryClient();
  const { data: server } = useQuery(serverQuery);
  const offered = server?.card_payments === true;
  const { data: card } = useQuery({ ...cardQuery, enabled: offered });
  const [removing, setRemoving] = useState(false);
  if (!offered || card === undefined) {
    return null;
  }
  return (
    <Section title={t('card.title')}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 border-line border-y py-3.5">
        <CreditCard
          size={20}
          aria-hidden="true"
          className="shrink-0 text-ink-soft max-sm:mt-0.5 max-sm:self-start"
        />
        <div className="flex min-w-0 flex-1 basis-56 flex-col gap-0.5">
          <p className="font-medium text-16 tabular-nums">{card ? cardName(card) : t('card.none')}</p>
          {card?.is_refused ? (
            <p className="text-14 text-bad">{t('card.refused')}</p>
          ) : (
            <p className="text-14 text-ink-soft">{card ? t('card.saved') : t('card.why')}</p>
          )}
        </div>
        <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:ps-9">
          <SaveCard groupId={groupId} replaces={card !== null} />
          {card ? (
            <Button size="s" variant="quiet" onClick={() => setRemoving(true)}>
              {t('card.remove')}
            </Button>
          ) : null}
        </div>
      </div>
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={t('card.removeTitle')}
        description={t('card.removeText')}
        confirm={t('card.remove')}
        danger
        onConfirm={async () => {
          await removeCard(queries);
          toast(t('card.removed'));
        }}
      />
    </Section>
  );
}

function SaveCard({ groupId, replaces }: { groupId: string; replaces: boolean }) {
  const save = useMutation({
    mutationFn: async () => {
      await leaveFor(await cardPage(groupId));
    },
  });

  return (
    <>
      <Button size="s" busy={save.isPending} onClick={() => save.mutate()}>
        {t(replaces ? 'card.replace' : 'card.save')}
      </Button>
      <ProblemNote problem={save.error} />
    </>
  );
}
