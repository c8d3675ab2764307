import { screen } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { Activity } from '@/lib/api/types';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { ActivitySection } from './ActivitySection';

let server: MockApi;

function line(action: Activity['action'], more: Partial<Activity> = {}): Activity {
  return {
    id: action,
    action,
    at: '2026-11-25T10:00:00Z',
    browser: 'Firefox',
    system: 'Linux',
    place: '203.0.113.0/24',
    about: null,
    this_session: false,
    ...more,
  };
}

beforeEach(() => {
  server = mockApi();
  adoptSession(session());
});

describe('the activity of an account', () => {
  test('says what happened, from where, and to what', async () => {
    server.on('get', '/api/v1/me/activity', () => ({
      items: [
        line('signed_in', { this_session: true }),
        line('sign_in_failed', { browser: null, system: null }),
        line('group_joined', { about: 'Kitchen' }),
      ],
      next: null,
    }));
    await renderPage(<ActivitySection />);
    const lines = await screen.findAllByRole('listitem');
    expect(lines.map((item) => item.textContent)).toEqual([
      expect.stringMatching(/^Signed inThis device · Firefox · Linux · 203\.0\.113\.0\/24Nov 25/),
      expect.stringMatching(/^Wrong password at sign-in203\.0\.113\.0\/24Nov 25/),
      expect.stringMatching(/^Joined a group · KitchenFirefox/),
    ]);
    expect(screen.queryByRole('button', { name: 'Show earlier' })).not.toBeInTheDocument();
  });

  test('earlier lines come when asked for', async () => {
    server.on('get', '/api/v1/me/activity', ({ query }) =>
      query.get('cursor') === 'more'
        ? { items: [line('signed_up')], next: null }
        : { items: [line('signed_in')], next: 'more' },
    );
    const { user } = await renderPage(<ActivitySection />);
    await user.click(await screen.findByRole('button', { name: 'Show earlier' }));
    expect(await screen.findByText('Account made')).toBeInTheDocument();
    expect(screen.getByText('Signed in')).toBeInTheDocument();
  });

  test('what could not be read can be asked for again', async () => {
    server.on('get', '/api/v1/me/activity', () => new Refusal(404, 'not_found'));
    const { user } = await renderPage(<ActivitySection />);
    const again = await screen.findByRole('button', { name: 'Try again' });
    server.on('get', '/api/v1/me/activity', () => ({ items: [line('signed_up')], next: null }));
    await user.click(again);
    expect(await screen.findByText('Account made')).toBeInTheDocument();
  });
});
