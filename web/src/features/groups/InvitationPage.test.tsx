import { screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { adoptSession, forget } from '@/lib/api/session';
import type { InvitationPreview } from '@/lib/api/types';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { bo, session, trio } from '@/test/samples';
import { InvitationPage } from './InvitationPage';

let server: MockApi;

const offer: InvitationPreview = {
  status: 'open',
  group_name: 'Kitchen table',
  plan: trio,
  invited_by: 'Ada',
  members: [{ name: 'Ada', seat: 1 }],
  share: { amount: 800, currency: 'USD' },
  credit_nanousd: 6_666_666_666,
  expires_at: '2026-11-30T12:00:00Z',
  joining: null,
  seats_left: 2,
  starts: 'when_full',
};

beforeEach(() => {
  server = mockApi();
  server.on('get', '/api/v1/invitations/{token}', () => offer);
  forget();
});

async function show() {
  const onJoined = vi.fn();
  const page = await renderPage(<InvitationPage token="tok" onJoined={onJoined} />);
  return { ...page, onJoined };
}

describe('an invitation', () => {
  test('into a running month tells what the days that are left cost', async () => {
    server.on('get', '/api/v1/invitations/{token}', () => ({
      ...offer,
      starts: 'now',
      joining: { amount: 400, currency: 'USD' },
    }));
    await show();
    expect(await screen.findByText('4.00 USD for the days that are left')).toBeVisible();
  });

  test('tells a visitor who, what, how much and that it is private, and keeps itself over signing up', async () => {
    await show();
    expect(
      await screen.findByRole('heading', { level: 1, name: 'Ada invites you to Kitchen table' }),
    ).toBeInTheDocument();
    expect(screen.getByText('8.00 USD a month')).toBeInTheDocument();
    expect(screen.getByText(/6\.66 USD of AI credit/)).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'Nobody can read your chats' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Create an account to join' })).toHaveAttribute(
      'href',
      '/sign-up?next=%2Finvitation%2Ftok',
    );
  });

  test('is accepted by a member', async () => {
    adoptSession(session(bo));
    server.on('post', '/api/v1/invitations/{token}/accept', () => ({
      group_id: 'g-1',
      user_id: bo.id,
      role: 'member',
      status: 'active',
      seat: 2,
    }));
    const { user, onJoined } = await show();
    await user.click(await screen.findByRole('button', { name: 'Join the table' }));
    await waitFor(() => expect(onJoined).toHaveBeenCalledWith('g-1', 'Kitchen table'));
  });

  test.each([
    ['seat_taken', /took the last seat.*invitation stays open/],
    ['already_member', /already in this group/],
    ['invitation_used', /was used already/],
  ])('refused with %s says in place what to do', async (code, words) => {
    adoptSession(session(bo));
    server.on('post', '/api/v1/invitations/{token}/accept', () => new Refusal(409, code));
    const { user, onJoined } = await show();
    await user.click(await screen.findByRole('button', { name: 'Join the table' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(words);
    expect(screen.getByRole('button', { name: 'Join the table' })).toBeInTheDocument();
    expect(onJoined).not.toHaveBeenCalled();
  });

  test('can be declined without an account', async () => {
    server.on('post', '/api/v1/invitations/{token}/decline', () => null);
    const { user } = await show();
    await user.click(await screen.findByRole('button', { name: 'No, thanks' }));
    expect(await screen.findByText('You have declined')).toBeInTheDocument();
  });

  test('that could not be declined is declined when that is tried again', async () => {
    adoptSession(session(bo));
    server.on('post', '/api/v1/invitations/{token}/decline', () => new Refusal(503, 'unavailable'));
    const { user } = await show();
    await user.click(await screen.findByRole('button', { name: 'No, thanks' }));
    const again = await screen.findByRole('button', { name: 'Try again' });
    server.on('post', '/api/v1/invitations/{token}/decline', () => null);
    await user.click(again);
    expect(await screen.findByText('You have declined')).toBeInTheDocument();
  });

  test.each([
    ['accepted', 'This invitation was used already'],
    ['revoked', 'This invitation was taken back'],
    ['expired', 'This invitation has ended'],
    ['declined', 'This invitation was declined'],
  ] as const)('that is %s offers nothing to join', async (status, title) => {
    server.on('get', '/api/v1/invitations/{token}', () => ({ ...offer, status }));
    await show();
    expect(await screen.findByText(title)).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /join/ })).not.toBeInTheDocument();
  });

  test('that does not exist says so', async () => {
    server.on('get', '/api/v1/invitations/{token}', () => new Refusal(404, 'not_found'));
    await show();
    expect(await screen.findByText('There is no such invitation')).toBeInTheDocument();
  });
});
