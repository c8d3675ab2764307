import { screen, within } from '@testing-library/react';
import { Lock, UserRound } from 'lucide-react';
import { beforeEach, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { server, session } from '@/test/samples';
import { type SettingsGroup, SettingsPage, type SettingsSection } from './SettingsPage';

const sections: readonly SettingsSection[] = [
  { path: 'me', title: () => 'About me', icon: UserRound, Content: () => <p>My name</p> },
  { path: 'locks', title: () => 'Locks', icon: Lock, Content: () => <p>My keys</p> },
];

const groups: readonly SettingsGroup[] = [
  { title: () => 'You', sections: sections.slice(0, 1) },
  { title: () => 'Security', sections: sections.slice(1) },
];

beforeEach(() => {
  adoptSession(session());
  mockApi().on('get', '/api/v1/server', () => server);
});

test('the open section is shown, and marked in the list of all', async () => {
  await renderPage(<SettingsPage groups={groups} open={sections[1] ?? null} />);
  expect(await screen.findByText('My keys')).toBeVisible();
  expect(screen.queryByText('My name')).toBeNull();
  const list = within(screen.getByRole('navigation', { name: 'Settings' }));
  expect(list.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual([
    '/settings/me',
    '/settings/locks',
  ]);
  expect(list.getByRole('link', { name: 'Locks' })).toHaveAttribute('aria-current', 'page');
  expect(list.getByRole('link', { name: 'About me' })).not.toHaveAttribute('aria-current');
  expect(screen.getByRole('link', { name: 'All settings' })).toHaveAttribute('href', '/settings');
});

test('without a section the first is beside the list', async () => {
  await renderPage(<SettingsPage groups={groups} open={null} />);
  expect(await screen.findByText('My name')).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'All settings' })).toBeNull();
  expect(await screen.findByText('Potluck 0.1.0')).toBeVisible();
});
