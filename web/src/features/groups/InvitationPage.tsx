import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { isProblem } from '@/lib/api/problem';
import { invitationQuery } from '@/lib/api/queries';
import type { InvitationPreview } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { Brand } from '@/ui/Brand';
import { ButtonLink } from '@/ui/ButtonLink';
import { EmptyState } from '@/ui/EmptyState';
import { Fetched } from '@/ui/Fetched';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { TableMark } from '@/ui/TableMark';
import { usePageTitle } from '@/ui/usePageTitle';
import { InvitationAnswer } from './InvitationAnswer';
import { InvitationOffer } from './InvitationOffer';

type Props = { token: string; onJoined(groupId: string, groupName: string): void };

/** What an invited person sees, signed in or not: who invites to what, what it costs and gives, and that it is private. */
export function InvitationPage({ token, onJoined }: Props) {
  const invitation = useQuery(invitationQuery(token));
  const [declined, setDeclined] = useState(false);
  usePageTitle(t('invitation.page'));
  return (
    <div className="mx-auto flex min-h-dvh max-w-5xl flex-col px-5 sm:px-10">
      <header className="py-5">
        <Brand />
      </header>
      <main className="flex flex-1 flex-col justify-center pb-14">
        {isProblem(invitation.error, 'not_found') ? (
          <Closed title={t('invitation.missing')}>{t('invitation.missingText')}</Closed>
        ) : (
          <Fetched
            query={invitation}
            loading={
              <Loading className="mx-auto flex w-full max-w-md flex-col gap-4">
                <Skeleton className="h-9" />
                <Skeleton className="h-40" />
                <Skeleton className="h-12" />
              </Loading>
            }
          >
            {(offer) =>
              declined ? (
                <Closed title={t('invitation.thanks')}>
                  {t('invitation.thanksText', { name: offer.invited_by })}
                </Closed>
              ) : offer.status === 'open' ? (
                <InvitationOffer invitation={offer}>
                  <InvitationAnswer
                    token={token}
                    invitation={offer}
                    onJoined={onJoined}
                    onDeclined={() => setDeclined(true)}
                  />
                </InvitationOffer>
              ) : (
                <Closed title={t(`invitation.${offer.status}`)}>{why(offer)}</Closed>
              )
            }
          </Fetched>
        )}
      </main>
    </div>
  );
}

function why({ status, invited_by: name }: InvitationPreview): string {
  switch (status) {
    case 'declined':
      return t('invitation.declinedText', { name });
    case 'revoked':
      return t('invitation.revokedText', { name });
    case 'expired':
      return t('invitation.expiredText', { name });
    case 'accepted':
    case 'open':
      return t('invitation.acceptedText');
  }
}

function Closed({ title, children }: { title: string; children: ReactNode }) {
  return (
    <EmptyState
      page
      title={title}
      picture={<TableMark className="size-12" />}
      action={<ButtonLink to="/">{t('notFound.home')}</ButtonLink>}
    >
      {children}
    </EmptyState>
  );
}
