import { useQuery } from '@tanstack/react-query';
import { FileText, ImageOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { asProblem } from '@/lib/api/problem';
import type { Attachment } from '@/lib/api/types';
import { formatSize } from '@/lib/formatSize';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { saveFile } from '@/ui/saveFile';
import { toast } from '@/ui/toasts';
import { attachmentQuery, fetchAttachment, isPicture } from './fileContent';

/** The files that went with a question: pictures to be seen, the others to be saved. */
export function SentFiles({ files }: { files: readonly Attachment[] }) {
  if (files.length === 0) {
    return null;
  }
  return (
    <ul aria-label={t('files.sent')} className="flex max-w-[85%] flex-wrap justify-end gap-2 pb-2">
      {files.map((file) => (
        <li key={file.id} className="min-w-0">
          {isPicture(file) ? <SentPicture file={file} /> : <SentFile file={file} />}
        </li>
      ))}
    </ul>
  );
}

function SentPicture({ file }: { file: Attachment }) {
  const { data: content, isError } = useQuery(attachmentQuery(file));
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (content === undefined) {
      return;
    }
    const made = URL.createObjectURL(content);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [content]);
  const name = file.name ?? t('files.sealed');
  const { width, height } = file;
  return (
    <button
      type="button"
      aria-label={t('files.save', { name })}
      className="block overflow-hidden rounded-m border border-line bg-sunk"
      onClick={() => void save(file)}
    >
      {address === null ? (
        // Its place is kept, so that nothing jumps when it comes.
        <span
          className="flex h-48 max-w-full items-center justify-center text-ink-faint"
          style={{ aspectRatio: `${width ?? 1} / ${height ?? 1}` }}
        >
          {isError ? <ImageOff size={20} aria-hidden="true" /> : null}
        </span>
      ) : (
        <img src={address} alt={name} className="h-48 max-w-full object-contain" />
      )}
    </button>
  );
}

function SentFile({ file }: { file: Attachment }) {
  const name = file.name ?? t('files.sealed');
  return (
    <button
      type="button"
      disabled={file.sealed}
      className="flex max-w-full items-center gap-2 rounded-s border border-line bg-sunk py-2 pe-3 ps-2 text-start text-14 transition-colors hover:border-line-strong"
      onClick={() => void save(file)}
    >
      <span className="sr-only">{t('action.save')}</span>
      <FileText size={20} className="shrink-0 text-ink-soft" aria-hidden="true" />
      <span className="flex min-w-0 flex-col">
        <span dir="auto" className="max-w-56 truncate">
          {name}
        </span>
        <span className="text-12 text-ink-soft">{file.cut ? t('files.cut') : formatSize(file.bytes)}</span>
      </span>
    </button>
  );
}

async function save(file: Attachment): Promise<void> {
  try {
    saveFile(file.name ?? 'file', await fetchAttachment(file));
  } catch (error) {
    toast(problemText(asProblem(error)));
  }
}
