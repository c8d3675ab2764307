import type { FieldError, Problem } from '@/lib/api/problem';
import { hasText, t } from './t';

/** What to tell the person about a refusal: the catalogue's words for its code, else the server's own sentence. */
export function problemText(problem: Problem): string {
  const key = `problem.${problem.code}`;
  if (hasText(key)) {
    return t(key as 'problem.network');
  }
  return problem.detail || problem.title || t('problem.unknown');
}

/** What to change in a field: the catalogue's words for its code, as a field's or a whole refusal's, else the server's own sentence. */
export function fieldText({ code, message, limit }: FieldError): string {
  const key = `field.${code}`;
  if (hasText(key)) {
    return t(key as 'field.too_long', { count: limit ?? 0 });
  }
  const whole = `problem.${code}`;
  return hasText(whole) ? t(whole as 'problem.network') : message;
}
