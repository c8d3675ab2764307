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

/** The texts of these codes tell the number that the server sends with most of them. */
const COUNTED = ['too_long', 'too_many', 'too_many_bytes', 'too_short'];

/** What to change in a field: the catalogue's words for its code, as a field's or a whole refusal's, else the server's own sentence. */
export function fieldText({ code, message, limit }: FieldError): string {
  const key = `field.${code}`;
  if (hasText(key) && !COUNTED.includes(code)) {
    return t(key as 'field.required');
  }
  if (hasText(key) && limit !== undefined) {
    return t(key as 'field.too_long', { count: limit });
  }
  const whole = `problem.${code}`;
  return hasText(whole) ? t(whole as 'problem.network') : message;
}
