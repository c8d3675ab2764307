import { useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { keys } from '@/lib/api/keys';
import type { ApiKey } from '@/lib/api/types';
import { formatDate, formatDateTime } from '@/lib/i18n/dates';
import { t } from '@/lib/i18n/t';
import { formatCredit } from '@/lib/money';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { toast } from '@/ui/toasts';
import { revokeApiKey } from './calls';

/** One key: what it is called, what it may do, when it was used, and its end. */
export function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <span className="text-ink-faint" aria-hidden="true">
        <KeyRound size={18} />
      </span>
      <div className="flex min-w-0 flex-1 basis-48 flex-col gap-0.5">
        <span className="break-words font-medium text-14">{apiKey.name}</span>
        <span className="break-words text-12 text-ink-soft">
          {t('keys.ofGroup', { hint: apiKey.hint, group: apiKey.group_name })}
        </span>
        <span className="text-12 text-ink-soft tabular-nums">{facts(apiKey).join(' · ')}</span>
      </div>
      <Button
        size="s"
        variant="quiet"
        aria-label={t('keys.revokeNamed', { name: apiKey.name })}
        onClick={() => setAsking(true)}
      >
        {t('keys.revoke')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('keys.revokeTitle', { name: apiKey.name })}
        description={t('keys.revokeText')}
        confirm={t('keys.revoke')}
        danger
        onConfirm={async () => {
          await revokeApiKey(apiKey.id);
          toast(t('keys.revoked', { name: apiKey.name }));
          await queries.invalidateQueries({ queryKey: keys.apiKeys });
        }}
      />
    </li>
  );
}

function facts(key: ApiKey): string[] {
  const used = formatCredit(key.used_today_nanousd);
  const lines = [
    key.last_used_at === null
      ? t('keys.neverUsed')
      : t('keys.lastUsed', { when: formatDateTime(key.last_used_at) }),
    key.daily_cap_nanousd === null
      ? t('keys.usedToday', { used })
      : t('keys.usedOfCap', { used, cap: formatCredit(key.daily_cap_nanousd) }),
  ];
  if (key.models !== null) {
    lines.push(t('keys.onlyModels', { models: key.models.join(', ') }));
  }
  if (key.expired) {
    lines.unshift(t('keys.expired'));
  } else if (key.expires_at !== null) {
    lines.push(t('keys.until', { when: formatDate(key.expires_at) }));
  }
  return lines;
}
