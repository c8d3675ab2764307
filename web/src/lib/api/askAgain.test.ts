import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { askAgain, askAgainOnceHere } from './askAgain';

/** A query that somebody looks at, with its answers in the test's hands. */
function watched() {
  const queries = new QueryClient();
  const answers: ((answer: string) => void)[] = [];
  const queryFn = () => new Promise<string>((resolve) => answers.push(resolve));
  const observer = new QueryObserver(queries, { queryKey: ['chats'], queryFn });
  observer.subscribe(() => undefined);
  const comes = async (answer: string) => {
    answers.shift()?.(answer);
    await expect.poll(() => queries.getQueryData(['chats'])).toBe(answer);
  };
  return { queries, answers, comes };
}

test.each([
  ['what has changed', askAgain],
  ['what is on its way', askAgainOnceHere],
])('%s is asked for again once an answer that may be older is here', async (_, ask) => {
  const { queries, answers, comes } = watched();
  ask(queries, { queryKey: ['chats'] });
  expect(answers).toHaveLength(1);
  await comes('read before it changed');
  await expect.poll(() => answers.length).toBe(1);
  await comes('read after it');
  expect(answers).toHaveLength(0);
});

test('what is here is asked for at once where it has changed, and not for what is on its way', async () => {
  const { queries, answers, comes } = watched();
  await comes('old');
  askAgainOnceHere(queries, { queryKey: ['chats'] });
  expect(answers).toHaveLength(0);
  askAgain(queries, { queryKey: ['chats'] });
  await expect.poll(() => answers.length).toBe(1);
  await comes('new');
});
