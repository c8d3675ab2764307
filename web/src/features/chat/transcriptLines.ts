import type { Message } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import type { TranscriptLine } from './Transcript';

export function lineOf(message: Message): TranscriptLine {
  const { role, text, model, created_at, attachments, sealed } = message;
  const files = attachments.map(({ name }) => name ?? t('files.sealed'));
  return { role, text: sealed ? t('chat.sealedText') : text, model, created_at, files };
}
