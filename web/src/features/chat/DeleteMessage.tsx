import { useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { t } from '@/lib/i18n/t';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { IconButton } from '@/ui/IconButton';

type Props = { conversationId: string; messageId: string; busy: boolean };

/** Takes a message away, with everything that follows it. */
export function DeleteMessage({ conversationId, messageId, busy }: Props) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);

  async function remove() {
    const path = { id: conversationId, message_id: messageId };
    await unwrap(api.DELETE('/api/v1/conversations/{id}/messages/{message_id}', { params: { path } }));
    await queries.invalidateQueries({ queryKey: keys.messages(conversationId) });
  }

  return (
    <>
      <IconButton
        size="s"
        label={t('chat.action.delete')}
        icon={<Trash2 size={16} aria-hidden="true" />}
        disabled={busy}
        onClick={() => setAsking(true)}
      />
      {asking ? (
        <ConfirmDialog
          open
          onOpenChange={setAsking}
          title={t('chat.delete.title')}
          description={t('chat.delete.text')}
          confirm={t('chat.list.delete')}
          danger
          onConfirm={remove}
        />
      ) : null}
    </>
  );
}
