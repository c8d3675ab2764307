import { Download } from 'lucide-react';
import { useEffect } from 'react';
import { t } from '@/lib/i18n/t';
import { Button } from './Button';
import { CopyButton } from './CopyButton';
import { saveFile } from './saveFile';

/** What the sign-up answered besides the session. Held by the page alone, and gone with it. */
export type Kept = { code: string; email: string; operator: boolean };

/** Shows the recovery code, once. Leaving before "I kept it" is asked about by the browser. */
export function RecoveryCode({ kept, onDone }: { kept: Kept; onDone(): void }) {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    globalThis.addEventListener('beforeunload', ask);
    return () => globalThis.removeEventListener('beforeunload', ask);
  }, []);
  return (
    <div className="flex flex-col gap-5">
      <p className="text-16 text-ink-soft">{t('recovery.text')}</p>
      <output
        aria-label={t('recovery.code')}
        className="select-all rounded-m border border-line-strong border-dashed bg-raised px-5 py-4 text-center font-mono text-16 leading-loose sm:text-20 sm:leading-loose"
      >
        {/* Four groups of four to a line: easy to copy by hand. */}
        <span className="mx-auto block max-w-[20ch]">{kept.code}</span>
      </output>
      <div className="grid grid-cols-2 gap-2">
        <CopyButton text={kept.code} />
        <Button
          icon={<Download size={16} aria-hidden="true" />}
          onClick={() =>
            saveFile('potluck-recovery-code.txt', t('recovery.file', { email: kept.email, code: kept.code }))
          }
        >
          {t('recovery.download')}
        </Button>
      </div>
      {kept.operator ? <p className="text-14 text-ink-soft">{t('recovery.operator')}</p> : null}
      <Button variant="primary" size="l" onClick={onDone}>
        {t('recovery.kept')}
      </Button>
    </div>
  );
}
