import { screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { adoptSession, sessionState } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { saveFile } from '@/ui/saveFile';
import { DataSection } from './DataSection';

vi.mock('@/ui/saveFile', () => ({ saveFile: vi.fn() }));

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  adoptSession(session());
  vi.mocked(saveFile).mockClear();
  server.on('get', '/api/v1/second-factor', () => ({ enabled: false, since: null, backup_codes_left: 0 }));
});

const wrongPassword = () =>
  new Refusal(403, 'wrong_password', {
    errors: [{ field: 'password', code: 'wrong_password', message: 'This is not your password.' }],
  });

describe('taking my data with me', () => {
  test('the file is saved under the name that the server gives it', async () => {
    server.on(
      'post',
      '/api/v1/me/export',
      () =>
        new Response('PK archive', {
          headers: {
            'content-type': 'application/zip',
            'content-disposition': 'attachment; filename="potluck-2026-11-25.zip"',
          },
        }),
    );
    const { user } = await renderPage(<DataSection />);
    await user.type(screen.getByLabelText('Your password'), 'correct horse battery');
    await user.click(screen.getByRole('button', { name: 'Export everything' }));
    expect(await screen.findByText('Your file is ready: 10 byte')).toBeInTheDocument();
    const [name, file] = vi.mocked(saveFile).mock.calls[0] ?? [];
    expect(name).toBe('potluck-2026-11-25.zip');
    expect(file).toMatchObject({ size: 10, type: 'application/zip' });
    expect(server.calls('post', '/api/v1/me/export')[0]?.body).toEqual({ password: 'correct horse battery' });
    expect(screen.getByLabelText('Your password')).toHaveValue('');
  });

  test('a wrong password is told beside it, and an empty one before asking', async () => {
    server.on('post', '/api/v1/me/export', wrongPassword);
    const { user } = await renderPage(<DataSection />);
    await user.click(screen.getByRole('button', { name: 'Export everything' }));
    expect(screen.getByText('Type your password.')).toBeInTheDocument();
    await user.type(screen.getByLabelText('Your password'), 'not mine');
    await user.click(screen.getByRole('button', { name: 'Export everything' }));
    expect(await screen.findByText('This is not your password.')).toBeInTheDocument();
    expect(saveFile).not.toHaveBeenCalled();
  });

  test('half a file is not saved', async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new TypeError('cut off'));
      },
    });
    server.on('post', '/api/v1/me/export', () => new Response(broken));
    const { user } = await renderPage(<DataSection />);
    await user.type(screen.getByLabelText('Your password'), 'correct horse battery');
    await user.click(screen.getByRole('button', { name: 'Export everything' }));
    expect(await screen.findByText(/No connection to the server/)).toBeInTheDocument();
    expect(saveFile).not.toHaveBeenCalled();
  });
});

describe('with two-step sign-in', () => {
  test('a code is asked for as well', async () => {
    server.on('get', '/api/v1/second-factor', () => ({
      enabled: true,
      since: '2026-11-25T10:00:00Z',
      backup_codes_left: 10,
    }));
    server.on('post', '/api/v1/me/export', () => new Response('PK'));
    const { user } = await renderPage(<DataSection />);
    await user.type(screen.getByLabelText('Your password'), 'correct horse battery');
    await user.type(await screen.findByLabelText('Code from the app, or a backup code'), '123456');
    await user.click(screen.getByRole('button', { name: 'Export everything' }));
    expect(await screen.findByText('Your file is ready: 2 byte')).toBeInTheDocument();
    expect(server.calls('post', '/api/v1/me/export')[0]?.body).toEqual({
      password: 'correct horse battery',
      code: '123456',
    });
  });
});

describe('closing the account', () => {
  test('says what it means, asks for the password, and forgets the session', async () => {
    server.on('post', '/api/v1/me/close', () => null);
    const { user } = await renderPage(<DataSection />);
    await user.click(screen.getByRole('button', { name: 'Close my account' }));
    const dialog = await screen.findByRole('dialog', { name: 'Close the account' });
    expect(dialog).toHaveTextContent('nobody can bring them back');
    await user.type(screen.getAllByLabelText('Your password').at(-1) as HTMLElement, 'correct horse battery');
    await user.click(screen.getByRole('button', { name: 'Delete everything and close' }));
    await waitFor(() => expect(sessionState.get().status).toBe('signed_out'));
    expect(server.calls('post', '/api/v1/me/close')[0]?.body).toEqual({ password: 'correct horse battery' });
  });

  test('names the groups that have to be handed over first', async () => {
    server.on(
      'post',
      '/api/v1/me/close',
      () => new Refusal(409, 'owner_must_hand_over', { groups: ['Kitchen', 'Garden'] }),
    );
    const { user } = await renderPage(<DataSection />);
    await user.click(screen.getByRole('button', { name: 'Close my account' }));
    await user.type(screen.getAllByLabelText('Your password').at(-1) as HTMLElement, 'correct horse battery');
    await user.click(screen.getByRole('button', { name: 'Delete everything and close' }));
    expect(await screen.findByText('Hand over first: Kitchen, Garden')).toBeInTheDocument();
    expect(sessionState.get().status).toBe('signed_in');
  });
});
