import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { asProblem } from '@/lib/api/problem';
import { problemText } from '@/lib/i18n/problemText';
import { t } from '@/lib/i18n/t';
import { Button } from './Button';
import { ButtonLink } from './ButtonLink';
import { EmptyState } from './EmptyState';
import { TableMark } from './TableMark';
import { usePageTitle } from './usePageTitle';

/** A page that could not be shown: why, and the way on. */
export function PageProblem({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const problem = asProblem(error);
  const missing = problem.code === 'not_found';
  const title = missing ? t('notFound.title') : t('pageProblem.title');
  usePageTitle(title);
  return (
    <main className="flex min-h-[60dvh] items-center justify-center">
      <EmptyState
        page
        title={title}
        picture={<TableMark className="size-12" />}
        action={
          missing ? (
            <ButtonLink to="/">{t('notFound.home')}</ButtonLink>
          ) : (
            <Button
              variant="primary"
              onClick={() => {
                reset();
                void router.invalidate();
              }}
            >
              {t('action.retry')}
            </Button>
          )
        }
      >
        {missing ? t('notFound.text') : problemText(problem)}
      </EmptyState>
    </main>
  );
}
