import { screen, within } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { Group, PlanChange } from '@/lib/api/types';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { ada, duo, group, period, session, trio } from '@/test/samples';
import { PlanSection } from './PlanSection';

let server: MockApi;

const usd = (amount: number) => ({ amount, currency: 'USD' });

beforeEach(() => {
  server = mockApi();
  adoptSession(session());
  server.on('get', '/api/v1/plans', () => ({ items: [duo, trio], next: null }));
});

const running = (more: Partial<Group> = {}) => group({ status: 'active', plan: duo, period, ...more });

async function show(shown: Group) {
  const onDeleted = vi.fn();
  const page = await renderPage(<PlanSection group={shown} onDeleted={onDeleted} />);
  return { ...page, onDeleted };
}

test('another plan is taken after everybody’s part was seen', async () => {
  const change: PlanChange = {
    plan: trio,
    starts: 'now',
    starts_at: period.starts_at,
    more: usd(360),
    more_credit_nanousd: 3_000_000_000,
    parts: [{ user_id: ada.id, name: 'Ada', amount: usd(180) }],
  };
  server.on('put', '/api/v1/groups/{id}/plan', () => change);
  const { user } = await show(running());
  await user.click(screen.getByRole('button', { name: 'Change the plan' }));
  await user.click(await screen.findByRole('radio', { name: /Trio/ }));
  const dialog = screen.getByRole('dialog');
  expect(await within(dialog).findByText(/^It counts at once/)).toBeVisible();
  expect(within(dialog).getByText('1.80 USD')).toBeVisible();
  await user.click(within(dialog).getByRole('button', { name: 'Take Trio' }));
  expect(await screen.findByText('The group has Trio now.')).toBeVisible();
  const [preview, taken] = server.calls('put', '/api/v1/groups/g-1/plan');
  expect([preview?.query.get('preview'), taken?.query.get('preview')]).toEqual(['true', null]);
});

test('plans that do not come are said so, with a way to try again', async () => {
  server.on('get', '/api/v1/plans', () => new Refusal(403, 'out_of_order'));
  const { user } = await show(running());
  await user.click(screen.getByRole('button', { name: 'Change the plan' }));
  const dialog = within(screen.getByRole('dialog'));
  expect(await dialog.findByText('The server says: out_of_order.')).toBeVisible();
  server.on('get', '/api/v1/plans', () => ({ items: [duo, trio], next: null }));
  await user.click(dialog.getByRole('button', { name: 'Try again' }));
  expect(await dialog.findByRole('radio', { name: /Trio/ })).toBeVisible();
});

test('a plan with too few seats is refused before it is taken', async () => {
  server.on('put', '/api/v1/groups/{id}/plan', () => new Refusal(409, 'too_few_seats', { members: 3 }));
  const { user } = await show(running({ plan: trio }));
  await user.click(screen.getByRole('button', { name: 'Change the plan' }));
  await user.click(await screen.findByRole('radio', { name: /Duo/ }));
  expect(await screen.findByText(/^This plan has fewer seats/)).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Take/ })).toBeNull();
});

test('what comes with the next month is told, and the owner takes it back', async () => {
  server.on('post', '/api/v1/groups/{id}/resume', () => running());
  const next = { starts_at: period.ends_at, ends: true, plan: null, price: null };
  const { user } = await show(running({ next }));
  expect(screen.getByText(/^The group ends with December 10, 2026/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'End the group' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Go on as before' }));
  expect(await screen.findByText('The group goes on as before.')).toBeVisible();
});

test('a new price is told to everybody, and a member changes nothing', async () => {
  const next = { starts_at: period.ends_at, ends: false, plan: null, price: usd(2000) };
  await show(running({ role: 'member', next }));
  expect(screen.getByText('From December 11, 2026 on this plan costs 20.00 USD a month.')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Change the plan' })).toBeNull();
});

test('a group that is over is deleted once everything is paid', async () => {
  let paid = false;
  server.on('delete', '/api/v1/groups/{id}', () => (paid ? null : new Refusal(409, 'open_invoices')));
  const { user, onDeleted } = await show(running({ status: 'archived', period: null }));
  await user.click(screen.getByRole('button', { name: 'Delete the group' }));
  const dialog = screen.getByRole('dialog');
  await user.click(within(dialog).getByRole('button', { name: 'Delete the group' }));
  expect(await within(dialog).findByText(/^Not everything is paid yet/)).toBeVisible();
  paid = true;
  await user.click(within(dialog).getByRole('button', { name: 'Delete the group' }));
  expect(await screen.findByText('Kitchen table was deleted.')).toBeVisible();
  expect(onDeleted).toHaveBeenCalledOnce();
});
