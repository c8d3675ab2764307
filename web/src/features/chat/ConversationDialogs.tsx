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

const close = () => conversationDialog.set(null);

/** The dialog about a conversation, if one is open. Once per tab; it ends with the session. */
export function ConversationDialogs() {
  const open = useStore(conversationDialog);
  useEffect(() => close, []);
  return open === null ? null : <Suspense>{dialog(open)}</Suspense>;
}

function dialog({ about, kind }: NonNullable<ReturnType<typeof conversationDialog.get>>) {
  switch (kind) {
    case 'instructions':
      return <InstructionsDialog conversationId={about.id} onClose={close} />;
    case 'share':
      return <ShareDialog conversation={about} onClose={close} />;
    case 'save':
      return <SaveDialog conversation={about} onClose={close} />;
    case 'move':
      return <MoveDialog conversation={about} onClose={close} />;
  }
}
