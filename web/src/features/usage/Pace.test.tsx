import { screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { Period } from '@/lib/api/types';
import { mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { Pace } from './Pace';

const period = { pool_nanousd: 20_000_000_000, ends_at: '2026-12-23T00:00:00Z' } as Period;

/** My part in USD, and what I and another member bought beside theirs. */
function withPart(usd: number, mine = 0, theirs = 0) {
  const nano = 1_000_000_000;
  const members = [
    { user_id: 'u-1', grant: usd * nano, topped_up: mine * nano },
    { user_id: 'u-2', grant: 7 * nano, topped_up: theirs * nano },
  ];
  return { groupId: 'g-1', period, members, you: 'u-1' };
}

function summary(mineUntil: string | null, groupUntil: string | null) {
  mockApi().on('get', '/api/v1/groups/{id}/usage/summary', () => ({
    group: {
      chat_nanousd: 5_000_000_000,
      api_nanousd: 0,
      forecast_nanousd: 9_000_000_000,
      used_up_on: groupUntil,
    },
    mine: {
      chat_nanousd: 1_000_000_000,
      api_nanousd: 2_500_000_000,
      forecast_nanousd: 7_000_000_000,
      used_up_on: mineUntil,
    },
    typical: [],
  }));
}

beforeEach(() => adoptSession(session()));

test('chats and API keys are told apart, with where they lead', async () => {
  summary(null, null);
  await renderPage(<Pace {...withPart(8)} zone="UTC" />);
  const mine = await screen.findByRole('row', { name: /^Mine/ });
  expect(mine).toHaveTextContent('Mine1.002.507.008.00');
  expect(screen.getByRole('row', { name: /^Everybody/ })).toHaveTextContent('Everybody5.000.009.0020.00');
  expect(screen.getByText('Your part, 8.00 USD, will do.')).toBeVisible();
  expect(screen.getByRole('heading', { name: 'At this pace, by Dec 22' })).toBeVisible();
});

test('whoever will need more than their part is told on which day it is used up', async () => {
  summary('2026-12-12', null);
  await renderPage(<Pace {...withPart(6)} zone="UTC" />);
  expect(await screen.findByText(/^Your part, 6.00 USD, is used up around Dec 12\./)).toBeVisible();
  expect(screen.queryByText(/All of the group’s credit/)).not.toBeInTheDocument();
});

test('when all of the credit will be used up, everybody is told', async () => {
  summary(null, '2026-12-20');
  await renderPage(<Pace {...withPart(8)} zone="Pacific/Kiritimati" />);
  const text = await screen.findByText(/^Your part, 8.00 USD, will do\./);
  expect(text).toHaveTextContent(
    'All of the group’s credit, 20.00 USD, is used up around Dec 20; new credit comes on Dec 23.',
  );
});

test('what was bought counts for whoever bought it, and beside the pool', async () => {
  summary(null, '2026-12-20');
  await renderPage(<Pace {...withPart(8, 5, 10)} zone="UTC" />);
  expect(
    await screen.findByText(/^Your part, 13.00 USD, will do\. All of the group’s credit, 20.00 USD/),
  ).toBeVisible();
  expect(screen.getByRole('row', { name: /^Mine/ })).toHaveTextContent('Mine1.002.507.0013.00');
  expect(screen.getByRole('row', { name: /^Everybody/ })).toHaveTextContent('Everybody5.000.009.0035.00');
});
