import { screen, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { TwoStepSection } from './TwoStepSection';

let server: MockApi;
let factor: { enabled: boolean; since: string | null; backup_codes_left: number };

beforeEach(() => {
  server = mockApi();
  adoptSession(session());
  factor = { enabled: false, since: null, backup_codes_left: 0 };
  server.on('get', '/api/v1/second-factor', () => factor);
});

test('it is set up by password, scan and code, and the backup codes stay until they are kept', async () => {
  const uri = 'otpauth://totp/Potluck:ada?secret=ABCDEFGHIJKLMNOP&issuer=Potluck';
  server.on('post', '/api/v1/second-factor', () => ({ secret: 'ABCDEFGHIJKLMNOP', uri }));
  server.on('post', '/api/v1/second-factor/confirm', ({ body }) => {
    if ((body as { code: string }).code !== '123 456') {
      const error = { field: 'code', code: 'second_factor_wrong', message: 'This code is not right.' };
      return new Refusal(403, 'second_factor_wrong', { errors: [error] });
    }
    factor = { enabled: true, since: '2026-11-23T10:00:00Z', backup_codes_left: 10 };
    return { backup_codes: ['AAAAA-11111', 'BBBBB-22222'] };
  });
  const { user } = await renderPage(<TwoStepSection />);
  await user.click(await screen.findByRole('button', { name: 'Set up' }));
  await user.type(screen.getByLabelText('Your password'), 'a password{Enter}');
  expect(await screen.findByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  expect(screen.getByLabelText('Key')).toHaveValue('ABCD EFGH IJKL MNOP');

  const code = screen.getByLabelText('Code from the app');
  await user.type(code, '12345{Enter}');
  expect(await screen.findByText('Type the six digits that the app shows.')).toBeVisible();
  await user.clear(code);
  await user.type(code, '000000{Enter}');
  expect(await screen.findByText(/^This code is not right, or was used before/)).toBeVisible();
  await user.clear(code);
  await user.type(code, '123 456{Enter}');

  const codes = within(await screen.findByRole('list', { name: 'Your backup codes' }));
  expect(codes.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    'AAAAA-11111',
    'BBBBB-22222',
  ]);
  await user.keyboard('{Escape}');
  expect(screen.getByText('AAAAA-11111')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'I kept them' }));
  expect(await screen.findByText(/^Signing in takes your password and a code/)).toBeVisible();
  expect(screen.getByText('10 backup codes are left.')).toBeVisible();
});

test('it is switched off with both factors', async () => {
  factor = { enabled: true, since: '2026-11-23T10:00:00Z', backup_codes_left: 1 };
  server.on('post', '/api/v1/second-factor/disable', () => {
    factor = { enabled: false, since: null, backup_codes_left: 0 };
    return null;
  });
  const { user } = await renderPage(<TwoStepSection />);
  expect(await screen.findByText('One backup code is left. Make new ones soon.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Switch off' }));
  const dialog = within(screen.getByRole('dialog'));
  await user.click(dialog.getByRole('button', { name: 'Switch off' }));
  expect(dialog.getByText('Type your password.')).toBeVisible();
  expect(dialog.getByText('Type a code.')).toBeVisible();
  await user.type(dialog.getByLabelText('Your password'), 'a password');
  await user.type(dialog.getByLabelText('Code from the app, or a backup code'), '123456{Enter}');
  expect(await screen.findByRole('button', { name: 'Set up' })).toBeVisible();
  expect(server.calls('post', '/api/v1/second-factor/disable')[0]?.body).toEqual({
    password: 'a password',
    code: '123456',
  });
});
