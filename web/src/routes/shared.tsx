import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { SharedPage } from '@/features/chat/sharing/SharedPage';

const route = getRouteApi('/shared/$id');

export function SharedRoute() {
  const { id } = route.useParams();
  const navigate = useNavigate();
  return (
    <SharedPage
      id={id}
      secret={globalThis.location.hash.slice(1)}
      onCopied={(groupId, conversationId) =>
        void navigate({ to: '/groups/$groupId/chat/$conversationId', params: { groupId, conversationId } })
      }
    />
  );
}
