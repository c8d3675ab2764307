import { t } from './t';

/** What the server calls everybody who has closed their account; the same is in crates/store/src/closing.rs. */
const FORMER = 'Former member';

/**
 * An answer about people in which those who have closed their account are called so in the page's language. The same object when there
 * are none.
 */
export function withNames<T>(answer: T): T {
  if (answer === FORMER) {
    return t('people.former') as T;
  }
  if (Array.isArray(answer)) {
    const items = answer.map(withNames);
    return (items.every((item, index) => item === answer[index]) ? answer : items) as T;
  }
  if (typeof answer !== 'object' || answer === null) {
    return answer;
  }
  const before = Object.entries(answer);
  const after = before.map(([key, value]) => [key, withNames(value)] as const);
  return after.every(([, value], index) => value === before[index]?.[1])
    ? answer
    : (Object.fromEntries(after) as T);
}
