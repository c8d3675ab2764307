import { useState } from 'react';
import { formatSize } from '@/lib/formatSize';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { Section } from '@/ui/Page';
import { ProblemNote } from '@/ui/ProblemNote';
import { saveFile } from '@/ui/saveFile';
import { exportAccount } from './exportAccount';
import { type Proof, ProofFields, useProof } from './proof';

/** How far the file has come. */
type Progress = { bytes: number; done: boolean };

/** Everything of mine as one file, after the password once more. */
export function ExportAccount() {
  const [progress, setProgress] = useState<Progress | null>(null);
  const [round, setRound] = useState(0);

  async function save(proof: Proof) {
    setProgress(null);
    try {
      const file = await exportAccount(proof, (bytes) => setProgress({ bytes, done: false }));
      saveFile(file.name, file);
      setProgress({ bytes: file.size, done: true });
      // A new form, in which no password waits.
      setRound(round + 1);
    } catch (error) {
      setProgress(null);
      throw error;
    }
  }

  return (
    <Section title={t('data.exportTitle')}>
      <p className="max-w-prose text-14 text-ink-soft">{t('data.exportText')}</p>
      <ExportForm key={round} onSubmit={save} />
      <p role="status" className="min-h-5 text-14 text-ink-soft tabular-nums">
        {progress === null
          ? null
          : t(progress.done ? 'data.exportDone' : 'data.exporting', { size: formatSize(progress.bytes) })}
      </p>
    </Section>
  );
}

function ExportForm({ onSubmit }: { onSubmit(proof: Proof): Promise<void> }) {
  const form = useProof(onSubmit);
  return (
    <form {...form.props} className="flex flex-col items-start gap-4">
      <ProofFields form={form} />
      <Button type="submit" busy={form.busy}>
        {t('data.export')}
      </Button>
      <ProblemNote problem={form.problem} className="self-stretch" />
    </form>
  );
}
