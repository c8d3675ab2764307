import { Download } from 'lucide-react';
import { useState } from 'react';
import { asProblem, type Problem } from '@/lib/api/problem';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { ProblemNote } from '@/ui/ProblemNote';
import { saveFile } from '@/ui/saveFile';
import { fetchUsageTable } from './usageQuery';

/** Saves all of the group's usage as a CSV file. */
export function SaveTable({ groupId }: { groupId: string }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function save() {
    setBusy(true);
    setProblem(null);
    try {
      saveFile('potluck-usage.csv', await fetchUsageTable(groupId), 'text/csv');
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="flex flex-col items-start gap-3">
      <Button busy={busy} icon={<Download size={16} aria-hidden="true" />} onClick={save}>
        {t('usage.save')}
      </Button>
      {problem ? <ProblemNote problem={problem} /> : null}
    </div>
  );
}
