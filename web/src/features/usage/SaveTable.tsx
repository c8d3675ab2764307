import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { ProblemNote } from '@/ui/ProblemNote';
import { saveFile } from '@/ui/saveFile';
import { fetchUsageTable } from './usageQuery';

/** Saves all of the group's usage as a CSV file. */
export function SaveTable({ groupId }: { groupId: string }) {
  const save = useMutation({
    mutationFn: async () => {
      saveFile('potluck-usage.csv', await fetchUsageTable(groupId), 'text/csv');
    },
  });

  return (
    <div className="flex flex-col items-start gap-3">
      <Button
        busy={save.isPending}
        icon={<Download size={16} aria-hidden="true" />}
        onClick={() => save.mutate()}
      >
        {t('usage.save')}
      </Button>
      <ProblemNote problem={save.error} />
    </div>
  );
}
