import type { Problem } from '@/lib/api/problem';
import { hasText, t } from './t';

/** What to tell the person about a refusal: the catalogue's words for its code, else the server's own sentence. */
export function problemText(problem: Problem): string {
  const key = `problem.${problem.code}`;
  if (hasText(key)) {
    return t(key as 'problem.network');
  }
  return problem.detail || problem.title || t('problem.unknown');
}
