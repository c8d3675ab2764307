import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheckBig } from 'lucide-react';
import { t } from '@/lib/i18n/t';
import { claimsQuery } from './invoicesQuery';

/** Tells the payee that somebody says to have paid. Nothing while nobody does. */
export function ClaimsNotice() {
  const { data: claims = [] } = useQuery(claimsQuery);
  if (claims.length === 0) {
    return null;
  }
  return (
    <Link
      to="/payments"
      className="flex min-h-9 touch:min-h-11 items-center gap-2.5 rounded-s bg-accent-soft px-2.5 text-14 transition-colors hover:text-accent-text"
    >
      <CircleCheckBig size={17} aria-hidden="true" className="shrink-0" />
      {t('payments.waiting', { count: claims.length })}
    </Link>
  );
}
