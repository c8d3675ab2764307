import { screen, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { keys } from '@/lib/api/keys';
import type { operations } from '@/lib/api/schema.gen';
import { adoptSession, bearer } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { EncryptionSection } from './EncryptionSection';

type Status = operations['get_content_key']['responses'][200]['content']['application/json'];

let server: MockApi;
let rotation: Status['rotation'];

beforeEach(() => {
  server = mockApi();
  adoptSession(session());
  rotation = null;
  server.on('get', '/api/v1/auth/content-key', () => ({ rotation }));
  server.on('get', '/api/v1/second-factor', () => ({ enabled: false, since: null, backup_codes_left: 0 }));
});

function progress(done_rows: number, is_settling: boolean): NonNullable<Status['rotation']> {
  return {
    began_at: '2026-11-25T10:00:00Z',
    settles_at: '2026-11-25T10:15:00Z',
    done_rows,
    total_rows: 300,
    is_settling,
  };
}

test('the key is replaced with the password; the new code is shown, the new session taken, the progress followed', async () => {
  server.on('post', '/api/v1/auth/content-key', ({ body, headers }) => {
    expect(headers.get('Authorization')).toBe('Bearer token-u-ada');
    if ((body as { password: string }).password !== 'her password') {
      return new Refusal(403, 'wrong_password');
    }
    rotation = progress(100, false);
    return { ...session(), access_token: 'the new token', recovery_code: 'NEW1-CODE' };
  });
  const { user, queries } = await renderPage(<EncryptionSection />);
  await user.click(await screen.findByRole('button', { name: 'New encryption key' }));
  const dialog = within(screen.getByRole('dialog'));
  await user.type(dialog.getByLabelText('Your password'), 'wrong{Enter}');
  expect(await dialog.findByText('This is not your password.')).toBeVisible();
  await user.clear(dialog.getByLabelText('Your password'));
  await user.type(dialog.getByLabelText('Your password'), 'her password{Enter}');
  expect(await screen.findByText('NEW1-CODE')).toBeVisible();
  expect(await bearer()).toBe('the new token');

  await user.click(screen.getByRole('button', { name: 'I kept it' }));
  const bar = await screen.findByRole('progressbar', { name: 'Sealed anew: 100 of 300' });
  expect(bar).toHaveAttribute('aria-valuenow', '33');
  rotation = progress(300, true);
  await queries.invalidateQueries({ queryKey: keys.contentKey });
  expect(await screen.findByText(/^Everything is sealed with the new key\./)).toBeVisible();
  rotation = null;
  await queries.invalidateQueries({ queryKey: keys.contentKey });
  expect(await screen.findByRole('button', { name: 'New encryption key' })).toBeVisible();
});
