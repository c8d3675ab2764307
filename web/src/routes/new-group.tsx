import { useNavigate } from '@tanstack/react-router';
import { NewGroupPage } from '@/features/groups/NewGroupPage';

export function NewGroupRoute() {
  const navigate = useNavigate();
  return (
    <NewGroupPage onCreated={(groupId) => void navigate({ to: '/groups/$groupId', params: { groupId } })} />
  );
}
