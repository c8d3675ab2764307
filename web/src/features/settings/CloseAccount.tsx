import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, unwrap } from '@/lib/api/client';
import type { Problem } from '@/lib/api/problem';
import { forget } from '@/lib/api/session';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Section } from '@/ui/Page';
import { ProblemNote } from '@/ui/ProblemNote';
import { toast } from '@/ui/toasts';
import { ProofFields, useProof } from './proof';

/** The way out, with what it means in plain words. */
export function CloseAccount() {
  const [asking, setAsking] = useState(false);
  return (
    <Section title={t('data.closeTitle')}>
      <p className="max-w-prose text-14 text-ink-soft">{t('data.closeText')}</p>
      <Button variant="danger" className="self-start" onClick={() => setAsking(true)}>
        {t('data.close')}
      </Button>
      {/* Made anew each time, so that no password waits in a closed dialog. */}
      {asking ? <CloseDialog onDone={() => setAsking(false)} /> : null}
    </Section>
  );
}

function CloseDialog({ onDone }: { onDone(): void }) {
  const navigate = useNavigate();
  const form = useProof(async (proof) => {
    await unwrap(api.POST('/api/v1/me/close', { body: proof }));
    // As with signing out: not to where the session's end would lead.
    forget();
    await navigate({ to: '/', replace: true });
    toast(t('data.closed'));
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => (open || form.busy ? undefined : onDone())}
      title={t('data.closeTitle')}
      description={t('data.closeText')}
    >
      <form {...form.props} className="flex flex-col gap-4">
        <p className="text-16 text-ink-soft">{t('data.closeGroups')}</p>
        <ProofFields form={form} />
        {form.problem ? <ProblemNote problem={form.problem}>{owned(form.problem)}</ProblemNote> : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="quiet" onClick={onDone}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" variant="danger" busy={form.busy}>
            {t('data.closeConfirm')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Which groups have to be handed over first, if that is what is missing. */
function owned({ extra }: Problem): string | null {
  const { groups } = extra;
  return Array.isArray(groups) ? t('data.closeOwned', { groups: groups.join(', ') }) : null;
}
