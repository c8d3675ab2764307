import { expect, test } from 'vitest';
import type { OperatorActionLine } from '@/lib/api/types';
import { actionText } from './actionText';

const amount = { amount: 800, currency: 'USD' };
const payment = { group_id: 'g-1', payment_id: 'p-1', user_id: 'u-bo', amount };
const made = { user_id: 'u-bo' };
const moved = { kind: 'clock_moved', group_id: 'g-1' } as const;

const sentences: [OperatorActionLine['action'], string][] = [
  [{ kind: 'operator_made', ...made }, 'Bo runs this server from then on.'],
  [{ kind: 'reset_link_made', ...made }, 'A link for a new password was made for Bo.'],
  [{ kind: 'prices_imported', rates: 4 }, '4 prices were imported.'],
  [{ kind: 'payment_confirmed', ...payment }, 'Kitchen: 8.00 USD from Bo arrived.'],
  [{ kind: 'payment_rejected', ...payment }, 'Kitchen: 8.00 USD from Bo did not arrive.'],
  [{ kind: 'payment_refunded', ...payment }, 'Kitchen: 8.00 USD of a payment by Bo went back.'],
  [
    { kind: 'balance_paid_out', group_id: 'g-1', payout_id: 'o-1', user_id: 'u-bo', amount },
    'Kitchen: Bo got 8.00 USD back.',
  ],
  [{ kind: 'sandbox_made', group_id: 'g-1' }, 'The sandbox Kitchen was made.'],
  [{ ...moved, by: 'week', times: 1 }, 'Kitchen: the clock was moved by a week.'],
  [{ ...moved, by: 'month', times: 3 }, 'Kitchen: the clock was moved by 3 months.'],
  [{ kind: 'job_retried', job_id: 7, job: 'push' }, 'A job is tried again: Notice to a device'],
  [{ kind: 'people_listed' }, 'The list of people was looked at.'],
  [{ kind: 'groups_listed' }, 'The list of groups was looked at.'],
  [{ kind: 'margin_listed' }, 'What groups pay and use was looked at.'],
  [{ kind: 'balances_listed' }, 'The balances to be given back were looked at.'],
  [{ kind: 'payments_listed' }, 'The payments of all groups were looked at.'],
  [{ kind: 'unknown', name: 'vault_opened' }, 'vault_opened (only a newer version knows what that is)'],
];

test.each(sentences)('%j is said in a sentence', (action, sentence) => {
  const line = { id: 'a-1', at: '2026-11-26T10:00:00Z', operator: 'Olga', person: 'Bo', group: 'Kitchen' };
  expect(actionText({ ...line, action })).toBe(sentence);
});
