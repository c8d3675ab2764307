import { Download } from 'lucide-react';
import { useState } from 'react';
import { asProblem } from '@/lib/api/problem';
import { problemText } from '@/lib/i18n/problemText';
import { Button } from '@/ui/Button';
import { saveFile } from '@/ui/saveFile';
import { toast } from '@/ui/toasts';

type Props = {
  /** What is written on it. */
  children: string;
  /** Of what, for those who hear it without what stands around it. */
  of: string;
  fetchPaper(): Promise<File>;
};

/** Saves an invoice or a receipt as PDF. */
export function PaperButton({ children, of, fetchPaper }: Props) {
  const [busy, setBusy] = useState(false);

  async function save() {
    setBusy(true);
    try {
      const paper = await fetchPaper();
      saveFile(paper.name, paper);
    } catch (error) {
      toast(problemText(asProblem(error)));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Button
      size="s"
      variant="quiet"
      busy={busy}
      icon={<Download size={15} aria-hidden="true" />}
      onClick={save}
    >
      {children} <span className="sr-only">({of})</span>
    </Button>
  );
}
