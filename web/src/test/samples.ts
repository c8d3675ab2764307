import type { Conversation, Group, Member, Plan, Server, Session, User } from '@/lib/api/types';

// Small, valid values for tests; each test overrides what it is about.

export const ada: User = {
  id: 'u-ada',
  email: 'ada@example.org',
  name: 'Ada',
  operator: true,
  email_verified: true,
  language: 'en',
  automatic_titles: true,
};
export const bo: User = {
  id: 'u-bo',
  email: 'bo@example.org',
  name: 'Bo',
  operator: false,
  email_verified: true,
  language: 'en',
  automatic_titles: true,
};

export function session(user: User = ada): Session {
  return { user, access_token: `token-${user.id}`, token_type: 'Bearer', expires_in: 600 };
}

export const server: Server = {
  name: 'Potluck',
  version: '0.1.0',
  needs_operator: false,
  demo: false,
  mail: false,
  manual_payments: true,
  card_payments: false,
  sign_up: 'open',
  email_verification: false,
  issuer: null,
  passkeys_at: null,
  automatic_titles: true,
};

export const duo: Plan = {
  code: 'duo',
  name: 'Duo',
  seats: 2,
  price: { amount: 1800, currency: 'USD' },
  credit_nanousd: 15_000_000_000,
  models: null,
};

export const trio: Plan = {
  code: 'trio',
  name: 'Trio',
  seats: 3,
  price: { amount: 2400, currency: 'USD' },
  credit_nanousd: 20_000_000_000,
  models: null,
};

export function member(user: User, seat: number, more: Partial<Member> = {}): Member {
  return {
    user_id: user.id,
    name: user.name,
    role: seat === 1 ? 'owner' : 'member',
    status: 'active',
    seat,
    joined_at: '2026-11-01T00:00:00Z',
    share: { amount: 800, currency: 'USD' },
    to_pay: { amount: 800, currency: 'USD' },
    share_id: null,
    share_status: null,
    grant: 0,
    own: 0,
    lent: 0,
    borrowed: 0,
    available: 0,
    topped_up: 0,
    topped_up_left: 0,
    ...more,
  };
}

/** A forming Trio of Ada, its owner and the caller, and Bo. */
export function group(more: Partial<Group> = {}): Group {
  return {
    id: 'g-1',
    name: 'Kitchen table',
    status: 'forming',
    plan: trio,
    time_zone: 'UTC',
    created_at: '2026-11-01T00:00:00Z',
    role: 'owner',
    you: ada.id,
    split: { mode: 'equal' },
    proposal: null,
    members: [member(ada, 1), member(bo, 2)],
    invitations_open: 0,
    period: null,
    credit: null,
    next: null,
    sandbox_now: null,
    ...more,
  };
}

export const period: NonNullable<Group['period']> = {
  id: 'p-1',
  number: 1,
  starts_at: '2026-11-11T00:00:00Z',
  ends_at: '2026-12-11T00:00:00Z',
  day: 12,
  days: 30,
  in_arrears: false,
  pool_nanousd: 20_000_000_000,
  used_nanousd: 5_000_000_000,
  held_nanousd: 0,
};

export function conversation(id: string, more: Partial<Conversation> = {}): Conversation {
  return {
    id,
    group_id: 'g-1',
    title: id,
    model: null,
    pinned: false,
    folder_id: null,
    archived: false,
    sealed: false,
    unread: false,
    instructed: false,
    temporary: false,
    created_at: '2026-11-23T00:00:00Z',
    updated_at: '2026-11-23T00:00:00Z',
    running_turn_id: null,
    ...more,
  };
}
