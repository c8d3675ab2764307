import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import type { Conversation } from '@/lib/api/types';
import { createStore, useStore } from '@/lib/store';
import { changeConversation } from '../changes';

/** The conversation that is being dragged. Without a mouse it is moved by its menu. */
const dragged = createStore<Conversation | null>(null);

/** For what can be dragged into a folder, or out of one. */
export function dragging(conversation: Conversation) {
  return {
    onDragStart: () => dragged.set(conversation),
    onDragEnd: () => dragged.set(null),
  };
}

/** A folder, or the list of what is in none, as a place where a conversation of its group can be dropped. */
export function useDropPlace(groupId: string, folderId: string | null) {
  const queries = useQueryClient();
  const what = useStore(dragged);
  const [over, setOver] = useState(false);
  if (what === null || what.group_id !== groupId || what.folder_id === folderId) {
    return { over: false, handlers: {} };
  }
  const handlers = {
    onDragOver(event: DragEvent) {
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
      setOver(true);
    },
    onDragLeave({ currentTarget, relatedTarget }: DragEvent) {
      if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) {
        setOver(false);
      }
    },
    onDrop(event: DragEvent) {
      event.preventDefault();
      setOver(false);
      dragged.set(null);
      void changeConversation(queries, what, { folder_id: folderId });
    },
  };
  return { over, handlers };
}
