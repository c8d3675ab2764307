import { screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { server as info, session } from '@/test/samples';
import { Section } from '@/ui/Page';
import { PasswordSection } from './PasswordSection';

let server: MockApi;
let sealed: { id: string; sealed_at: string }[];

beforeEach(() => {
  server = mockApi();
  server.on('get', '/api/v1/server', () => info);
  sealed = [];
  server.on('get', '/api/v1/auth/sealed-history', () => ({ items: sealed, next: null }));
  adoptSession(session());
});

/** The section, once it is known what is sealed. */
async function renderSection() {
  const page = await renderPage(<PasswordSection />);
  await screen.findByLabelText('Current password');
  return page;
}

describe('password and recovery', () => {
  test('each part has a heading below the one of the section', async () => {
    sealed = [{ id: 'k-1', sealed_at: '2026-11-20T10:00:00Z' }];
    await renderPage(
      <Section title="Password and recovery">
        <PasswordSection />
      </Section>,
    );
    await screen.findByLabelText('Your recovery code');
    const levels = screen
      .getAllByRole('heading')
      .map(({ tagName, textContent }) => `${tagName} ${textContent}`);
    expect(levels).toEqual([
      'H2 Password and recovery',
      'H3 Unlock your earlier chats',
      'H3 Change your password',
      'H3 Recovery code',
    ]);
  });

  test('changes the password, and forgets what was typed', async () => {
    server.on('post', '/api/v1/auth/password', () => null);
    const { user } = await renderSection();
    await user.type(screen.getByLabelText('Current password'), 'the old one');
    await user.type(screen.getByLabelText('New password'), 'correct horse');
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    expect(await screen.findByText(/other devices are signed out\./)).toBeInTheDocument();
    expect(server.calls('post', '/api/v1/auth/password')[0]?.body).toEqual({
      current_password: 'the old one',
      new_password: 'correct horse',
    });
    expect(screen.getByLabelText('Current password')).toHaveValue('');
    expect(screen.getByLabelText('New password')).toHaveValue('');
  });

  test('tells a wrong current password and a common new one beside their fields', async () => {
    let refusal = new Refusal(403, 'wrong_password', {
      errors: [{ field: 'current_password', code: 'wrong_password', message: 'This is not your password.' }],
    });
    server.on('post', '/api/v1/auth/password', () => refusal);
    const { user } = await renderSection();
    await user.type(screen.getByLabelText('Current password'), 'the old one');
    await user.type(screen.getByLabelText('New password'), 'qwertyuiop');
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    expect(await screen.findByText('This is not your password.')).toBeInTheDocument();
    await waitFor(() => expect(screen.getByLabelText('Current password')).toHaveFocus());

    refusal = new Refusal(422, 'validation_failed', {
      errors: [{ field: 'new_password', code: 'too_common', message: 'This is guessed first.' }],
    });
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    expect(
      await screen.findByText(/^This is one of the passwords that are guessed first/),
    ).toBeInTheDocument();
    expect(screen.getByLabelText('New password')).toBeInvalid();
  });

  test('shows a new recovery code once, for the password', async () => {
    server.on('post', '/api/v1/auth/recovery-code', () => ({ recovery_code: 'NEW1-CODE' }));
    const { user } = await renderSection();
    await user.type(screen.getByLabelText('Password'), 'the password');
    await user.click(screen.getByRole('button', { name: 'Make a new code' }));
    expect(await screen.findByText('NEW1-CODE')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'I kept it' }));
    expect(screen.queryByText('NEW1-CODE')).not.toBeInTheDocument();
  });

  test('unlocks sealed chats with the old code, and takes the keys at once', async () => {
    sealed = [{ id: 'k-1', sealed_at: '2026-11-20T10:00:00Z' }];
    server.on('post', '/api/v1/auth/unlock', () => {
      sealed = [];
      return { still_sealed: [] };
    });
    server.on('post', '/api/v1/auth/refresh', () => ({ ...session(), access_token: 'with the old keys' }));
    const { user } = await renderSection();
    await user.type(await screen.findByLabelText('Your recovery code'), 'OLD1');
    await user.click(screen.getByRole('button', { name: 'Unlock' }));
    expect(await screen.findByText('Your earlier chats are open again.')).toBeInTheDocument();
    expect(server.calls('post', '/api/v1/auth/unlock')[0]?.body).toEqual({ recovery_code: 'OLD1' });
    expect(server.calls('post', '/api/v1/auth/refresh')).toHaveLength(1);
    await waitFor(() => expect(screen.queryByLabelText('Your recovery code')).not.toBeInTheDocument());
  });
});
