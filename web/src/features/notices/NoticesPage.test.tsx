import { screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { ToldNotice } from '@/lib/api/types';
import { type MockApi, mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { Bell } from './Bell';
import { NoticesPage } from './NoticesPage';

let server: MockApi;
let notices: ToldNotice[];

function told(id: string, facts: ToldNotice['facts'], more: Partial<ToldNotice> = {}): ToldNotice {
  return {
    id,
    at: '2026-11-25T10:00:00Z',
    read: false,
    group_id: 'g-1',
    group_name: 'Kitchen',
    person: null,
    path: '/groups/g-1/billing',
    facts,
    ...more,
  };
}

const usd = (amount: number) => ({ amount, currency: 'USD' });

beforeEach(() => {
  server = mockApi();
  adoptSession(session());
  notices = [
    told(
      'n-2',
      { kind: 'share_covered', share_id: 's-1', invoice: 'PL-2026-000001', amount: usd(800), by: 'u-bo' },
      { person: 'Bo' },
    ),
    told('n-1', {
      kind: 'share_due',
      share_id: 's-1',
      invoice: 'PL-2026-000001',
      amount: usd(800),
      pay_by: '2026-12-02T00:00:00Z',
    }),
  ];
  server.on('get', '/api/v1/notices', () => ({
    items: notices,
    next: null,
    unread: notices.filter((notice) => !notice.read).length,
  }));
});

describe('what I am told', () => {
  test('is said in a sentence, with the way to where something can be done', async () => {
    await renderPage(<NoticesPage />);
    const covered = await screen.findByRole('link', { name: /Bo paid 8\.00 USD of Kitchen for you/ });
    expect(covered).toHaveAttribute('href', '/groups/g-1/billing');
    expect(screen.getByText(/Your part of Kitchen is 8\.00 USD, to pay by December 2, 2026/)).toBeVisible();
  });

  test('is read when it is opened', async () => {
    server.on('post', '/api/v1/notices/{id}/read', () => null);
    const { user } = await renderPage(<NoticesPage />);
    await user.click(await screen.findByRole('link', { name: /Bo paid/ }));
    await waitFor(() => expect(server.calls('post', '/api/v1/notices/n-2/read')).toHaveLength(1));
  });

  test('can be marked as read all at once, up to the newest that is shown', async () => {
    server.on('post', '/api/v1/notices/read', () => {
      notices = notices.map((notice) => ({ ...notice, read: true }));
      return null;
    });
    const { user } = await renderPage(<NoticesPage />);
    await user.click(await screen.findByRole('button', { name: 'Mark all as read' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Mark all as read' })).toBeNull());
    expect(server.calls('post', '/api/v1/notices/read')[0]?.body).toEqual({ up_to: 'n-2' });
  });

  test('is nothing at first', async () => {
    notices = [];
    await renderPage(<NoticesPage />);
    expect(await screen.findByText('Nothing yet')).toBeVisible();
  });
});

test('the bell says how much is new', async () => {
  await renderPage(<Bell />);
  const bell = await screen.findByRole('link', { name: '2 new notices' });
  expect(bell).toHaveAttribute('href', '/notices');
  expect(bell.querySelector('[data-unread]')).toHaveAttribute('data-unread', '2');
});
