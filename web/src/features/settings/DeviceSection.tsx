import { useState } from 'react';
import { asProblem, type Problem } from '@/lib/api/problem';
import { t } from '@/lib/i18n/t';
import { useSignOut } from '@/lib/useSignOut';
import { Button } from '@/ui/Button';
import { ProblemNote } from '@/ui/ProblemNote';

/** Signing out of this browser. */
export function DeviceSection() {
  const signOut = useSignOut();
  const [problem, setProblem] = useState<Problem | null>(null);
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-14 text-ink-soft">{t('settings.signOutText')}</p>
      <Button
        onClick={() => {
          signOut().catch((error: unknown) => setProblem(asProblem(error)));
        }}
      >
        {t('nav.signOut')}
      </Button>
      {problem ? <ProblemNote problem={problem} /> : null}
    </div>
  );
}
