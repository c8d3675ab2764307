import { InfiniteQueryObserver, QueryClient, QueryObserver } from '@tanstack/react-query';
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

test('the next page that is on its way comes, and all are asked for again after it', async () => {
  const queries = new QueryClient();
  const answers: ((answer: string) => void)[] = [];
  const observer = new InfiniteQueryObserver(queries, {
    queryKey: ['chats'],
    queryFn: ({ pageParam }) =>
      new Promise<string>((resolve) => answers.push((answer) => resolve(`${pageParam} ${answer}`))),
    initialPageParam: 1,
    getNextPageParam: (_, pages) => pages.length + 1,
  });
  observer.subscribe(() => undefined);
  const comes = async (answer: string, pages: string[]) => {
    await expect.poll(() => answers.length).toBe(1);
    answers.shift()?.(answer);
    await expect.poll(() => queries.getQueryData<{ pages: string[] }>(['chats'])?.pages ?? []).toEqual(pages);
  };
  await comes('old', ['1 old']);
  void observer.fetchNextPage();
  await expect.poll(() => answers.length).toBe(1);
  askAgain(queries, { queryKey: ['chats'] });
  await comes('old', ['1 old', '2 old']);
  await comes('new', ['1 old', '2 old']);
  await comes('new', ['1 new', '2 new']);
});
