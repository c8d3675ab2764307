import { Download } from 'lucide-react';
import { currentUser } from '@/lib/api/session';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { CopyButton } from '@/ui/CopyButton';
import { saveFile } from '@/ui/saveFile';

/** Shows backup codes, once. */
export function BackupCodes({ codes, onDone }: { codes: readonly string[]; onDone(): void }) {
  const text = codes.join('\n');
  return (
    <div className="flex flex-col gap-4">
      <p className="text-16 text-ink-soft">{t('twoStep.codesText')}</p>
      <ul
        aria-label={t('twoStep.codes')}
        className="grid select-all grid-cols-2 gap-x-6 gap-y-2 rounded-m border border-line-strong border-dashed bg-paper px-5 py-4 text-center font-mono text-16"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="grid grid-cols-2 gap-2">
        <CopyButton text={text} />
        <Button
          icon={<Download size={16} aria-hidden="true" />}
          onClick={() =>
            saveFile(
              'potluck-backup-codes.txt',
              t('twoStep.codesFile', { email: currentUser()?.email ?? '', codes: text }),
            )
          }
        >
          {t('twoStep.download')}
        </Button>
      </div>
      <Button variant="primary" onClick={onDone}>
        {t('twoStep.kept')}
      </Button>
    </div>
  );
}
