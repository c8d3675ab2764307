import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { Group } from '@/lib/api/types';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { ada, bo, group, server as info, member, period, session } from '@/test/samples';
import { GroupPage } from './GroupPage';

let server: MockApi;
let now: Group;

beforeEach(() => {
  server = mockApi();
  now = group();
  server.on('get', '/api/v1/groups/{id}', () => now);
  server.on('get', '/api/v1/server', () => info);
  server.on('get', '/api/v1/groups/{id}/activity', () => ({ items: [], next: null }));
  adoptSession(session());
});

async function show(onLeft = vi.fn()) {
  const page = await renderPage(<GroupPage groupId="g-1" yourPart={null} settleUp={null} onLeft={onLeft} />);
  await screen.findByRole('heading', { level: 1 });
  return { ...page, onLeft };
}

function active(): Group {
  const credit = { grant: 6_660_000_000, own: 1_000_000_000, lent: 0, borrowed: 0, available: 5_660_000_000 };
  return group({
    status: 'active',
    period,
    members: [
      member(ada, 1, { ...credit, share_id: 's-1', share_status: 'due' }),
      member(bo, 2, { ...credit, share_id: 's-2', share_status: 'paid' }),
    ],
    credit: {
      available_nanousd: 5_660_000_000,
      usable_nanousd: 3_000_000_000,
      topped_up_nanousd: 0,
      topped_up_lapsing_nanousd: 0,
      borrowable_nanousd: 0,
      kept_nanousd: 0,
      lendable_nanousd: 0,
      next_slice_at: '2026-11-24T00:00:00Z',
      next_slice_nanousd: 222_000_000,
    },
  });
}

describe('the group page', () => {
  test('while forming says what is awaited, and starts early only after showing what each owes', async () => {
    server.on('post', '/api/v1/groups/{id}/start', () => {
      now = active();
      return now;
    });
    const { user } = await show();
    expect(screen.getByText(/One seat is still free/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Start now' }));
    const dialog = screen.getByRole('dialog', { name: 'Start with 2 people?' });
    expect(within(dialog).getByText('Bo')).toBeInTheDocument();
    expect(dialog).toHaveTextContent(
      '24.00 USD are divided equally over those who are here, so each owes 12.00 USD',
    );
    await user.click(within(dialog).getByRole('button', { name: 'Start the first month' }));
    expect(await screen.findByText('Day 13 of 30')).toBeInTheDocument();
    expect(screen.queryByText('The group is forming')).not.toBeInTheDocument();
  });

  test('shows everybody’s part, how it stands and what is left', async () => {
    now = active();
    await show();
    const list = screen.getAllByRole('listitem');
    expect(list[0]).toHaveTextContent('Ada (you)');
    expect(list[0]).toHaveTextContent('8.00 USD');
    expect(list[0]).toHaveTextContent('Due');
    expect(list[1]).toHaveTextContent('Paid');
    expect(list[1]).toHaveTextContent('5.66 USD left of 6.66 USD');
    expect(screen.getByText(/you can use 3\.00 USD of it now/)).toBeInTheDocument();
    expect(screen.getByText('Back at midnight: 0.22 USD')).toBeInTheDocument();
  });

  test('makes an invitation link with its QR code', async () => {
    server.on('post', '/api/v1/groups/{id}/invitations', () => ({
      id: 'i-1',
      token: 'tok',
      url: 'https://potluck.example/invitation/tok',
      email: null,
      status: 'open',
      expires_at: '2026-11-30T00:00:00Z',
      created_at: '2026-11-23T00:00:00Z',
      mailed: false,
    }));
    const { user } = await show();
    await user.click(screen.getByRole('button', { name: 'Invite' }));
    await user.click(await screen.findByRole('button', { name: 'Make a link' }));
    expect(await screen.findByLabelText('Invitation link')).toHaveValue(
      'https://potluck.example/invitation/tok',
    );
    expect(screen.getByRole('img', { name: 'QR code of the invitation link' })).toBeInTheDocument();
    // This server sends no mail, so the page does not offer it.
    expect(screen.queryByLabelText('Or send it by mail')).not.toBeInTheDocument();
  });

  test('an invitation that is refused says so in place', async () => {
    server.on('post', '/api/v1/groups/{id}/invitations', () => new Refusal(409, 'seat_taken'));
    const { user } = await show();
    await user.click(screen.getByRole('button', { name: 'Invite' }));
    await user.click(await screen.findByRole('button', { name: 'Make a link' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Somebody else took the last seat');
  });

  test('the owner renames, hands over and removes', async () => {
    server.on('patch', '/api/v1/groups/{id}', ({ body }) => {
      now = group({ name: (body as { name: string }).name });
      return now;
    });
    server.on('delete', '/api/v1/groups/{id}/members/{user_id}', () => {
      now = group({ name: now.name, members: [member(ada, 1)] });
      return null;
    });
    const { user } = await show();
    await user.click(screen.getByRole('button', { name: 'Rename' }));
    const name = screen.getByLabelText('Name of the group');
    await user.clear(name);
    await user.type(name, 'Long table');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('heading', { level: 1, name: /Long table/ })).toBeInTheDocument();

    await user.click(screen.getByRole('button', { name: 'More about Bo' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Remove' }));
    await user.click(await screen.findByRole('button', { name: 'Remove Bo' }));
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: 'More about Bo' })).not.toBeInTheDocument(),
    );
    expect(server.calls('delete', '/api/v1/groups/g-1/members/u-bo')).toHaveLength(1);
  });

  test('a member leaves a forming group at once, an owner is told to hand over first', async () => {
    await show();
    expect(screen.getByText(/make somebody else the owner first/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Leave the group' })).not.toBeInTheDocument();
  });

  test('a member can leave, and stay after all', async () => {
    const asBo = (status: 'active' | 'leaving') =>
      group({
        ...active(),
        you: bo.id,
        role: 'member',
        members: [member(ada, 1), member(bo, 2, { status })],
      });
    now = asBo('active');
    server.on('post', '/api/v1/groups/{id}/leave', () => {
      now = asBo('leaving');
      return { status: 'leaving' };
    });
    server.on('post', '/api/v1/groups/{id}/stay', () => {
      now = asBo('active');
      return { status: 'active' };
    });
    const { user, onLeft } = await show();
    await user.click(screen.getByRole('button', { name: 'Leave the group' }));
    await user.click(screen.getByRole('button', { name: 'Leave' }));
    expect(await screen.findByText('You leave on December 10, 2026.')).toBeInTheDocument();
    expect(onLeft).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'Stay' }));
    expect(await screen.findByRole('button', { name: 'Leave the group' })).toBeInTheDocument();
  });
});

test('a group that is over says so, promises no part, and is deleted by its owner alone', async () => {
  now = { ...active(), status: 'archived', period: null, credit: null, sandbox_now: '2027-03-01T12:00:00Z' };
  await show();
  expect(screen.getByText(/^This group is over\./)).toBeVisible();
  expect(screen.getByText('Its clock says March 1, 2027.')).toBeVisible();
  expect(screen.queryByText('8.00 USD')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Leave the group' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Delete the group' })).toBeVisible();
});
