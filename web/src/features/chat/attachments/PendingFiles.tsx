import { FileText, RotateCw, X } from 'lucide-react';
import { formatSize } from '@/lib/formatSize';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { Progress } from '@/ui/Progress';
import { type PendingFile, removeFile, retryFile } from './pending';

/** The files that wait to go with the next question, above its text. */
export function PendingFiles({ place, files }: { place: string; files: readonly PendingFile[] }) {
  if (files.length === 0) {
    return null;
  }
  return (
    <ul aria-label={t('files.waiting')} className="flex flex-wrap gap-2 px-3 pt-3">
      {files.map((file) => (
        <Waiting key={file.key} place={place} file={file} />
      ))}
    </ul>
  );
}

function Waiting({
  place,
  file: { key, name, bytes, preview, state },
}: {
  place: string;
  file: PendingFile;
}) {
  const refused = state.status === 'refused';
  const cut = state.status === 'sent' && state.attachment.cut;
  return (
    <li
      className={cx(
        'flex min-w-0 max-w-full items-center gap-2 rounded-s border py-1 pe-1 ps-1 text-14',
        refused ? 'border-bad/50 bg-bad-soft' : 'border-line bg-sunk',
      )}
    >
      <Picture preview={preview} />
      <div className="flex min-w-28 flex-col">
        <span className="max-w-56 truncate" dir="auto">
          {name}
        </span>
        {state.status === 'sending' ? (
          <div className="py-1.5">
            <Progress value={state.part} max={1} label={t('files.sending', { name })} />
          </div>
        ) : (
          <span
            role={refused ? 'alert' : undefined}
            className={cx('max-w-72 text-12', refused ? 'text-ink' : 'text-ink-soft')}
          >
            {refused ? problemText(state.problem) : cut ? t('files.cut') : formatSize(bytes)}
          </span>
        )}
      </div>
      {refused && state.problem.passing ? (
        <IconButton
          size="s"
          label={t('files.retry', { name })}
          icon={<RotateCw size={16} aria-hidden="true" />}
          onClick={() => retryFile(place, key)}
        />
      ) : null}
      <IconButton
        size="s"
        label={t('files.remove', { name })}
        icon={<X size={16} aria-hidden="true" />}
        onClick={() => removeFile(place, key)}
      />
    </li>
  );
}

function Picture({ preview }: { preview: string | null }) {
  return preview === null ? (
    <span className="inline-flex size-10 shrink-0 items-center justify-center text-ink-soft">
      <FileText size={20} aria-hidden="true" />
    </span>
  ) : (
    <img src={preview} alt="" className="size-10 shrink-0 rounded-s object-cover" />
  );
}
