import { screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { SecurityNotice } from '@/lib/api/types';
import { type MockApi, mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { SecurityNotices } from './SecurityNotices';

let server: MockApi;
let notices: SecurityNotice[];

beforeEach(() => {
  server = mockApi();
  adoptSession(session());
  notices = [
    {
      id: 's-1',
      kind: 'token_reused',
      browser: 'Firefox',
      system: 'Linux',
      place: '192.0.2.0/24',
      at: '2026-11-23T10:00:00Z',
    },
  ];
  server.on('get', '/api/v1/security-notices', () => ({ items: notices, next: null }));
});

test('a copied sign-in is told with its device, and goes when it was seen', async () => {
  server.on('post', '/api/v1/security-notices/{id}/dismiss', () => {
    notices = [];
    return null;
  });
  const { user } = await renderPage(<SecurityNotices />);
  expect(await screen.findByText(/used a copy of your sign-in of Firefox on Linux/)).toBeVisible();
  expect(screen.getByRole('link', { name: 'See your devices' })).toHaveAttribute('href', '/settings/devices');
  await user.click(screen.getByRole('button', { name: 'I have seen it' }));
  await waitFor(() => expect(screen.queryByText(/used a copy/)).toBeNull());
  expect(server.calls('post', '/api/v1/security-notices/s-1/dismiss')).toHaveLength(1);
});

test('it takes no room while nothing happened', async () => {
  notices = [];
  await renderPage(<SecurityNotices />);
  await waitFor(() => expect(server.calls('get', '/api/v1/security-notices')).toHaveLength(1));
  expect(screen.getByRole('status')).toBeEmptyDOMElement();
});
