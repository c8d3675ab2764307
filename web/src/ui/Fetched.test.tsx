import { render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { Problem } from '@/lib/api/problem';
import { Fetched } from './Fetched';

const refetch = vi.fn();
const lost = new Problem({ code: 'network', status: 0, title: '', detail: '' });

function show(query: { data: string | undefined; error: Error | null }) {
  render(
    <Fetched query={{ ...query, refetch }} loading={<p>Loading</p>}>
      {(word) => <p>It says {word}</p>}
    </Fetched>,
  );
}

it('keeps the place of what is on its way', () => {
  show({ data: undefined, error: null });
  expect(screen.getByText('Loading')).toBeInTheDocument();
});

it('says why it does not come, and asks again', () => {
  show({ data: undefined, error: lost });
  screen.getByRole('button', { name: 'Try again' }).click();
  expect(refetch).toHaveBeenCalledOnce();
});

it('keeps what is here when asking for it again fails', () => {
  show({ data: 'yes', error: lost });
  expect(screen.getByText('It says yes')).toBeInTheDocument();
  expect(screen.queryByRole('alert')).toBeNull();
});
