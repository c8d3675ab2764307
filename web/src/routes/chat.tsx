import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ChatPage } from '@/features/chat/ChatPage';
import { NewChatPage } from '@/features/chat/NewChatPage';
import { PrintPage } from '@/features/chat/saving/PrintPage';

const newChat = getRouteApi('/signed-in/groups/$groupId/chat');
const print = getRouteApi('/signed-in/groups/$groupId/chat/$conversationId/print');
const chat = getRouteApi('/signed-in/groups/$groupId/chat/$conversationId');

export function NewChatRoute() {
  const { groupId } = newChat.useParams();
  const navigate = useNavigate();
  return (
    <NewChatPage
      key={groupId}
      groupId={groupId}
      onCreated={(conversationId) =>
        void navigate({ to: '/groups/$groupId/chat/$conversationId', params: { groupId, conversationId } })
      }
    />
  );
}

export function PrintRoute() {
  return <PrintPage {...print.useParams()} />;
}

export function ChatRoute() {
  const { groupId, conversationId } = chat.useParams();
  const { message } = chat.useSearch();
  // A key of its own, so that nothing of one conversation is ever seen in another.
  return (
    <ChatPage key={conversationId} groupId={groupId} conversationId={conversationId} at={message ?? null} />
  );
}
