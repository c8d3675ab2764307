import { Link } from '@tanstack/react-router';
import { t } from '@/lib/i18n/t';
import { TableMark } from './TableMark';

/** The mark and the name, and the way to the app's first page: above what is seen without an account. */
export function Brand() {
  return (
    <Link to="/" className="inline-flex items-center gap-2.5 rounded-s font-semibold text-16 touch:min-h-11">
      <TableMark className="size-8" />
      {t('app.name')}
    </Link>
  );
}
