import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { ApiKey, GroupSummary, Model } from '@/lib/api/types';
import { mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { ApiKeysSection } from './ApiKeysSection';

const key: ApiKey = {
  id: 'k-1',
  name: 'Editor',
  hint: 'potluck_AbCd',
  group_id: 'g-1',
  group_name: 'Kitchen',
  models: null,
  daily_cap_nanousd: 500_000_000,
  used_today_nanousd: 120_000_000,
  expires_at: null,
  expired: false,
  created_at: '2026-11-01T00:00:00Z',
  last_used_at: null,
};

let api: ReturnType<typeof mockApi>;

beforeEach(() => {
  adoptSession(session());
  api = mockApi();
  api.on('get', '/api/v1/groups', () => ({
    items: [{ id: 'g-1', name: 'Kitchen', status: 'active' } as GroupSummary],
    next: null,
  }));
  api.on('get', '/api/v1/models', () => ({ items: [{ id: 'sim', name: 'Sim' } as Model], next: null }));
});

test('a key is made, and its secret is shown once with settings to copy', async () => {
  let made = false;
  api.on('get', '/api/v1/api-keys', () => ({ items: made ? [key] : [], next: null }));
  api.on('post', '/api/v1/api-keys', () => {
    made = true;
    return { id: 'k-1', secret: 'potluck_AbCdSecret' };
  });
  await renderPage(<ApiKeysSection />);
  await userEvent.click(await screen.findByRole('button', { name: 'Make a key' }));
  const dialog = screen.getByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Make a key' }));
  expect(await within(dialog).findByText('Give it a name.')).toBeVisible();
  await userEvent.type(within(dialog).getByLabelText('Name'), 'Editor');
  await userEvent.type(within(dialog).getByLabelText('At most a day, in USD'), '0.50');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Make a key' }));

  expect(await screen.findByLabelText('Secret')).toHaveValue('potluck_AbCdSecret');
  expect(api.calls('post', '/api/v1/api-keys')[0]?.body).toEqual({
    name: 'Editor',
    group_id: 'g-1',
    models: null,
    daily_cap_nanousd: 500_000_000,
    expires_at: null,
  });
  const shown = within(screen.getByRole('dialog'));
  await userEvent.selectOptions(shown.getByLabelText('Use it with'), 'Anthropic SDK (Python)');
  expect(shown.getByText(/api_key="potluck_AbCdSecret"/)).toBeVisible();
  await userEvent.click(shown.getByRole('button', { name: 'I have copied it' }));
  expect(await screen.findByText('Editor')).toBeVisible();
  expect(screen.getByText('Never used · 0.12 USD of 0.50 USD used today')).toBeVisible();
  expect(document.body.textContent).not.toContain('potluck_AbCdSecret');
});

test('a model of one group is not meant for another', async () => {
  api.on('get', '/api/v1/groups', () => ({
    items: ['Kitchen', 'Attic'].map(
      (name, index) => ({ id: `g-${index + 1}`, name, status: 'active' }) as GroupSummary,
    ),
    next: null,
  }));
  api.on('get', '/api/v1/models', ({ query }) => ({
    items: query.get('group_id') === 'g-1' ? [{ id: 'sim', name: 'Sim' } as Model] : [],
    next: null,
  }));
  api.on('get', '/api/v1/api-keys', () => ({ items: [], next: null }));
  api.on('post', '/api/v1/api-keys', () => ({ id: 'k-1', secret: 'potluck_AbCdSecret' }));
  await renderPage(<ApiKeysSection />);
  await userEvent.click(await screen.findByRole('button', { name: 'Make a key' }));
  const dialog = within(screen.getByRole('dialog'));
  await userEvent.type(dialog.getByLabelText('Name'), 'Editor');
  await dialog.findByRole('option', { name: 'Sim' });
  await userEvent.selectOptions(dialog.getByLabelText('Models'), 'Sim');
  await userEvent.selectOptions(dialog.getByLabelText('Group whose credit it uses'), 'Attic');
  expect(dialog.getByLabelText('Models')).toHaveDisplayValue('All that the plan includes');
  await userEvent.click(dialog.getByRole('button', { name: 'Make a key' }));
  await screen.findByLabelText('Secret');
  expect(api.calls('post', '/api/v1/api-keys')[0]?.body).toMatchObject({ group_id: 'g-2', models: null });
});

test('what the server refuses is told at its field', async () => {
  api.on('get', '/api/v1/api-keys', () => ({ items: [], next: null }));
  api.on(
    'post',
    '/api/v1/api-keys',
    () =>
      new Refusal(422, 'validation_failed', {
        errors: [{ field: 'name', code: 'too_long', message: 'Too long.', limit: 80 }],
      }),
  );
  await renderPage(<ApiKeysSection />);
  await userEvent.click(await screen.findByRole('button', { name: 'Make a key' }));
  const dialog = within(screen.getByRole('dialog'));
  await userEvent.type(dialog.getByLabelText('Name'), 'Editor');
  await userEvent.click(dialog.getByRole('button', { name: 'Make a key' }));
  expect(await dialog.findByText('Use at most 80 characters.')).toBeVisible();
  expect(dialog.getByLabelText('Name')).toHaveValue('Editor');
});

test('a key is revoked after a question', async () => {
  let items = [key];
  api.on('get', '/api/v1/api-keys', () => ({ items, next: null }));
  api.on('delete', '/api/v1/api-keys/{id}', () => {
    items = [];
    return null;
  });
  await renderPage(<ApiKeysSection />);
  await userEvent.click(await screen.findByRole('button', { name: 'Revoke Editor' }));
  expect(screen.getByText(/stops working at once/)).toBeVisible();
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Revoke' }));
  await waitFor(() => expect(screen.queryByText('Editor')).toBeNull());
  expect(await screen.findByText('No keys yet')).toBeVisible();
  expect(api.calls('delete', '/api/v1/api-keys/k-1')).toHaveLength(1);
});
