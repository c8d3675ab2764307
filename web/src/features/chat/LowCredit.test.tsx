import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { Credit } from '@/lib/api/types';
import { mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { ada, group, member, session } from '@/test/samples';
import { ComposerCredit } from './ComposerCredit';
import { LowCredit } from './LowCredit';

const GRANT = 10_000_000_000;

const credit = {
  next_slice_at: '2026-11-23T00:00:00Z',
  next_slice_nanousd: 400_000_000,
  borrowable_nanousd: 1_200_000_000,
} as Credit;

async function show(available: number, more: Partial<Credit> = {}): Promise<void> {
  adoptSession(session());
  const standing = { grant: GRANT, own: GRANT - available, available };
  mockApi().on('get', '/api/v1/groups/{id}', () =>
    group({ members: [member(ada, 1, standing)], credit: { ...credit, ...more } }),
  );
  await renderPage(
    <>
      <LowCredit groupId="g-1" />
      <ComposerCredit groupId="g-1" />
    </>,
  );
  await screen.findByText(/left$/);
}

test('once four fifths are gone it says when more comes and how much the others could lend', async () => {
  await show(0.2 * GRANT - 1);
  expect(await screen.findByText(/^Back at .*: 0\.40 USD$/)).toBeInTheDocument();
  expect(screen.getByText(/^You could borrow 1\.20 USD/)).toBeInTheDocument();
});

test('without a slice to come, who can help is said alone', async () => {
  await show(0, { next_slice_nanousd: 0 });
  expect(await screen.findByText(/^You could borrow/)).not.toHaveClass('max-sm:hidden');
  expect(screen.queryByText(/^Back at/)).toBeNull();
});

test('while there is enough nothing is said', async () => {
  await show(0.2 * GRANT);
  expect(screen.queryByText(/^(Back at|You could)/)).toBeNull();
});
