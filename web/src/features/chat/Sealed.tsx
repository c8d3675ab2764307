import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { t } from '@/lib/i18n/t';

/** In the place of a text that a lost password left sealed. */
export function Sealed() {
  return (
    <p className="flex items-start gap-2 text-14 text-ink-soft">
      <Lock size={16} aria-hidden="true" className="mt-0.5 shrink-0" />
      <span>
        {t('chat.sealedText')}{' '}
        <Link
          to="/settings/$section"
          params={{ section: 'password' }}
          className="font-medium text-ink underline underline-offset-4"
        >
          {t('chat.unlock')}
        </Link>
      </span>
    </p>
  );
}
