import { lazy, Suspense, useEffect } from 'react';
import { useStore } from '@/lib/store';
import { conversationDialog } from './conversationDialog';

const InstructionsDialog = lazy(() =>
  import('./InstructionsDialog').then((module) => ({ default: module.InstructionsDialog })),
);
const ShareDialog = lazy(() =>
  import('./sharing/ShareDialog').then((module) => ({ default: module.ShareDialog })),
);
const SaveDialog = lazy(() =>
  import('./saving/SaveDialog').then((module) => ({ default: module.SaveDialog })),
);
const MoveDialog = lazy(() =>
  import('./folders/MoveDialog').then((module) => ({ default: module.MoveDialog })),
);

type Open = NonNullable<ReturnType<typeof conversationDialog.get>>;

/** The dialog about a conversation, if one is open. Once per tab; it ends with the session. */
export function ConversationDialogs() {
  const open = useStore(conversationDialog);
  useEffect(() => () => conversationDialog.set(null), []);
  return open === null ? null : <Suspense>{dialog(open)}</Suspense>;
}

/** Closes a dialog unless it was closed before: an answer that comes late must not take the next one away. */
function close(open: Open): void {
  if (conversationDialog.get() === open) {
    conversationDialog.set(null);
  }
}

function dialog(open: Open) {
  const { about, kind } = open;
  const onClose = () => close(open);
  switch (kind) {
    case 'instructions':
      return <InstructionsDialog conversationId={about.id} onClose={onClose} />;
    case 'share':
      return <ShareDialog conversation={about} onClose={onClose} />;
    case 'save':
      return <SaveDialog conversation={about} onClose={onClose} />;
    case 'move':
      return <MoveDialog conversation={about} onClose={onClose} />;
  }
}
