import { onlineManager, useInfiniteQuery } from '@tanstack/react-query';
import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Problem } from '@/lib/api/problem';
import { renderPage } from '@/test/render';
import { Fetched } from './Fetched';
import { More } from './More';

const page = vi.fn<(number: number) => Promise<number>>();

beforeEach(() => void page.mockReset());
afterEach(() => onlineManager.setOnline(true));

function Numbers() {
  const query = useInfiniteQuery({
    queryKey: ['numbers'],
    queryFn: ({ pageParam }) => page(pageParam),
    initialPageParam: 1,
    getNextPageParam: (last) => (last < 2 ? last + 1 : null),
    select: ({ pages }) => pages,
  });
  return (
    <>
      <Fetched query={query} loading={null}>
        {(numbers) => numbers.map((number) => <p key={number}>Page {number}</p>)}
      </Fetched>
      <More query={query}>More</More>
    </>
  );
}

it('says why more does not come, keeps what is here, and asks again', async () => {
  page.mockResolvedValueOnce(1);
  page.mockRejectedValueOnce(new Problem({ code: 'forbidden', status: 403, title: '', detail: 'Not now.' }));
  const { user } = await renderPage(<Numbers />);
  await user.click(await screen.findByRole('button', { name: 'More' }));
  expect(await screen.findByRole('alert')).toBeInTheDocument();
  expect(screen.getByText('Page 1')).toBeInTheDocument();

  let answer = (_: number) => {};
  page.mockReturnValueOnce(new Promise((done) => (answer = done)));
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('button', { name: 'More' })).toHaveAttribute('aria-busy', 'true');
  expect(screen.queryByRole('alert')).toBeNull();
  answer(2);
  expect(await screen.findByText('Page 2')).toBeInTheDocument();
  expect(screen.queryByRole('button')).toBeNull();
});

it('says that there is no connection, and goes on by itself once it is back', async () => {
  page.mockImplementation((number) => Promise.resolve(number));
  const { user } = await renderPage(<Numbers />);
  const more = await screen.findByRole('button', { name: 'More' });
  act(() => onlineManager.setOnline(false));
  await user.click(more);
  expect(await screen.findByText('No connection. More comes by itself once it is back.')).toBeVisible();
  // The focus stays where one is, and a second press does nothing.
  expect(more).toHaveFocus();
  expect(more).toHaveAttribute('aria-busy', 'true');
  act(() => onlineManager.setOnline(true));
  expect(await screen.findByText('Page 2')).toBeInTheDocument();
  expect(screen.queryByText(/^No connection/)).toBeNull();
  expect(page).toHaveBeenCalledTimes(2);
});
