import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { Balance, Model, Sandbox } from '@/lib/api/types';
import { mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { duo, group, session, trio } from '@/test/samples';
import { factsOf } from '@/test/tables';
import { OperatorPage } from './OperatorPage';

const sandbox: Sandbox = {
  id: 'g-9',
  name: 'Try it',
  status: 'active',
  plan_code: 'duo',
  now: '2027-03-01T12:00:00Z',
  members: 2,
  periods: 4,
  open_shares: 1,
};

beforeEach(() => adoptSession(session()));

const model = (name: string, provider: string, health: string) =>
  ({
    id: name,
    name,
    provider,
    health,
    price: { input_nanousd_per_mtok: 1_250_000_000, output_nanousd_per_mtok: 10_000_000_000 },
  }) as Model;

/** A server with two vendors, one of which is down. */
function operatorApi() {
  const api = mockApi();
  api.on('get', '/api/v1/admin/margin', () => ({ month: '2026-11', plans: [], items: [], next: null }));
  api.on('get', '/api/v1/admin/users', () => ({ items: [], next: null }));
  api.on('get', '/api/v1/admin/jobs', () => ({ work: [], backlogs: [], items: [], next: null }));
  api.on('get', '/api/v1/admin/actions', () => ({ items: [], next: null }));
  api.on('get', '/api/v1/admin/groups', () => ({ items: [], next: null }));
  api.on('get', '/api/v1/models', () => ({
    items: [
      model('Large', 'Here', 'up'),
      model('Far', 'There', 'down'),
      model('Small', 'Here', 'up'),
      model('Shaky', 'Elsewhere', 'troubled'),
    ],
    next: null,
  }));
  return api;
}

test('the operator sees which vendors answer', async () => {
  const api = operatorApi();
  api.on('get', '/api/v1/plans', () => ({ items: [duo], next: null }));
  api.on('get', '/api/v1/admin/sandboxes', () => ({ items: [], next: null }));
  api.on('get', '/api/v1/admin/balances', () => ({ items: [] }));
  await renderPage(<OperatorPage />);
  const vendors = (await screen.findByText('Large, Small')).closest('ul');
  const rows = within(vendors as HTMLElement).getAllByRole('listitem');
  expect(rows.map((row) => row.textContent)).toEqual([
    'HereLarge, SmallAnswers',
    'ThereFarDown: left alone for a while',
    'ElsewhereShakyFailed the last time',
  ]);
});

test('the operator sees groups and people, a page at a time, and nothing that they wrote', async () => {
  const api = operatorApi();
  const created_at = '2026-11-20T10:00:00Z';
  const known = { plan_code: 'trio', seats: 3, members: 3, owner: 'Ann', created_at } as const;
  const person = { is_operator: false, is_verified: true, created_at, groups: ['Kitchen table'] };
  api.on('get', '/api/v1/plans', () => ({ items: [duo, trio], next: null }));
  api.on('get', '/api/v1/admin/sandboxes', () => ({ items: [], next: null }));
  api.on('get', '/api/v1/admin/balances', () => ({ items: [] }));
  api.on('get', '/api/v1/admin/groups', ({ query }) =>
    query.get('cursor') === null
      ? { items: [{ ...known, id: 'g-2', name: 'Office', status: 'forming', open_shares: 0 }], next: 'more' }
      : {
          items: [{ ...known, id: 'g-1', name: 'Kitchen table', status: 'active', open_shares: 2 }],
          next: null,
        },
  );
  api.on('get', '/api/v1/admin/users', () => ({
    items: [
      { ...person, id: 'u-bo', name: 'Bo', email: 'bo@example.org', is_verified: false },
      { ...person, id: 'u-ann', name: 'Ann', email: 'ann@example.org', is_operator: true },
    ],
    next: null,
  }));
  const { user } = await renderPage(<OperatorPage />);
  const lines = (name: string) => screen.getByText(name).closest('li')?.textContent;
  await screen.findByText('Office');
  await waitFor(() =>
    expect(lines('Office')).toBe('OfficeTrio: 3 of 3 seats · Ann · since November 20, 2026Forming'),
  );
  await user.click(screen.getByRole('button', { name: 'Show more' }));
  await screen.findByText('Kitchen table');
  expect(lines('Kitchen table')).toMatch(/2 parts not paid$/);
  expect(lines('Bo')).toBe('Bobo@example.org · Kitchen table · since November 20, 2026Address not confirmed');
  expect(lines('Ann')).toMatch(/Operator$/);
});

test('the operator sees what is sold, and what models cost', async () => {
  const api = operatorApi();
  api.on('get', '/api/v1/plans', () => ({
    items: [duo, { ...duo, code: 'small', name: 'Small', models: ['Small', 'gone'] }],
    next: null,
  }));
  api.on('get', '/api/v1/admin/sandboxes', () => ({ items: [], next: null }));
  api.on('get', '/api/v1/admin/balances', () => ({ items: [] }));
  await renderPage(<OperatorPage />);
  const plans = (await screen.findByText('18.00 USD a month', { selector: 'li:first-child *' })).closest(
    'ul',
  );
  const rows = within(plans as HTMLElement).getAllByRole('listitem');
  expect(rows.map((row) => row.textContent)).toEqual([
    'Duo2 people, 15.00 USD of AI credit · all models18.00 USD a month',
    'Small2 people, 15.00 USD of AI credit · Small, gone18.00 USD a month',
  ]);
  const prices = within(screen.getByRole('region', { name: 'Prices of the models' }));
  expect(factsOf(prices.getByRole('rowheader', { name: 'Large Here' }))).toEqual(['1.25', '10.00']);
});

test('a sandbox is made, and its clock moved: what happened on the way is told', async () => {
  const api = operatorApi();
  let sandboxes: Sandbox[] = [];
  api.on('get', '/api/v1/plans', () => ({ items: [duo], next: null }));
  api.on('get', '/api/v1/admin/balances', () => ({ items: [] }));
  api.on('get', '/api/v1/admin/sandboxes', () => ({ items: sandboxes, next: null }));
  api.on('post', '/api/v1/groups', () => {
    sandboxes = [sandbox];
    return group({ name: 'Try it' });
  });
  api.on('post', '/api/v1/admin/sandboxes/{id}/clock', () => ({
    now: '2027-04-01T12:00:00Z',
    happened: [{ at: '2027-03-08T12:00:00Z', periods: 1, shares: 2 }],
  }));
  const { user } = await renderPage(<OperatorPage />);
  expect(await screen.findByText('Nobody has anything to get back.')).toBeVisible();
  await user.type(await screen.findByLabelText('Name of the sandbox'), 'Try it');
  await user.click(screen.getByRole('button', { name: 'Make a sandbox' }));
  expect(api.calls('post', '/api/v1/groups')[0]?.body).toMatchObject({ name: 'Try it', sandbox: true });
  const clock = await screen.findByRole('group', { name: 'Move the clock of Try it' });
  await user.click(within(clock).getByRole('button', { name: 'A month' }));
  expect(await screen.findByText(/a month ended and the next one began/)).toBeVisible();
  expect(screen.getByText(/2 parts were not paid in time/)).toBeVisible();
  const [moved] = api.calls('post', '/api/v1/admin/sandboxes/g-9/clock');
  expect(moved?.body).toEqual({ by: 'month', times: 1 });
});

test('a balance is given back, and leaves the list', async () => {
  const api = operatorApi();
  let balances: Balance[] = [
    {
      group_id: 'g-1',
      group_name: 'Kitchen table',
      user_id: 'u-cy',
      name: 'Cy',
      amount: { amount: 774, currency: 'USD' },
    },
  ];
  api.on('get', '/api/v1/plans', () => ({ items: [duo], next: null }));
  api.on('get', '/api/v1/admin/sandboxes', () => ({ items: [], next: null }));
  api.on('get', '/api/v1/admin/balances', () => ({ items: balances }));
  api.on('post', '/api/v1/admin/balances', () => {
    balances = [];
    return { id: 'o-1', left: { amount: 0, currency: 'USD' } };
  });
  const { user } = await renderPage(<OperatorPage />);
  await user.click(await screen.findByRole('button', { name: 'Given back' }));
  const dialog = screen.getByRole('dialog', { name: 'Did Cy get 7.74 USD back?' });
  await user.click(within(dialog).getByRole('button', { name: 'Given back' }));
  expect(await screen.findByText('Nobody has anything to get back.')).toBeVisible();
  expect(api.calls('post', '/api/v1/admin/balances')[0]?.body).toEqual({
    group_id: 'g-1',
    user_id: 'u-cy',
    amount: { amount: 774, currency: 'USD' },
  });
});

test('what members pay is shown against what they used, by plan and by group', async () => {
  const api = operatorApi();
  const usd = (amount: number) => ({ amount, currency: 'USD' });
  const came = { billed: usd(2400), paid: usd(1600), list_cost_nanousd: 26_500_000_000, margin: usd(-250) };
  api.on('get', '/api/v1/plans', () => ({ items: [duo], next: null }));
  api.on('get', '/api/v1/admin/sandboxes', () => ({ items: [], next: null }));
  api.on('get', '/api/v1/admin/balances', () => ({ items: [] }));
  api.on('get', '/api/v1/admin/margin', ({ query }) =>
    query.get('cursor') === null
      ? {
          month: query.get('month') ?? '',
          plans: [{ plan: 'trio', groups: 2, ...came }],
          items: [{ group_id: 'g-1', group_name: 'Kitchen table', plan: 'trio', ...came }],
          next: 'more',
        }
      : {
          month: query.get('month') ?? '',
          plans: [],
          items: [
            {
              group_id: 'g-2',
              group_name: 'Office',
              plan: 'trio',
              ...came,
              billed: { amount: 2000, currency: 'EUR' },
              margin: null,
            },
          ],
          next: null,
        },
  );
  const { user } = await renderPage(<OperatorPage />);
  const kitchen = await screen.findByRole('rowheader', { name: 'Kitchen table' });
  expect(factsOf(kitchen)).toEqual(['24.00 USD', '16.00 USD', '26.50 USD', '−2.50 USD']);
  expect(screen.getByRole('rowheader', { name: 'trio · 2 groups' })).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'More groups' }));
  const office = await screen.findByRole('rowheader', { name: 'Office' });
  expect(factsOf(office)).toEqual(['20.00 EUR', '16.00 USD', '26.50 USD', '–']);
  const months = screen.getByLabelText<HTMLSelectElement>('Months that began in');
  await user.selectOptions(months, months.options[1]?.value ?? '');
  expect(api.calls('get', '/api/v1/admin/margin').at(-1)?.query.get('month')).toBe(months.options[1]?.value);
});
