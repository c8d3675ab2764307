import { screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { MailChoices } from '@/lib/api/types';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { server as info, session } from '@/test/samples';
import { MailsSection } from './MailsSection';

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  adoptSession(session());
  server.on('get', '/api/v1/server', () => ({ ...info, mail: true }));
  server.on('get', '/api/v1/me/mails', () => ({ billing: true, group: true, credit: true }));
});

test('a mail is switched off, and the others stay', async () => {
  server.on('put', '/api/v1/me/mails', ({ body }) => body as MailChoices);
  const { user } = await renderPage(<MailsSection />);
  await user.click(await screen.findByRole('checkbox', { name: /Credit/ }));
  await waitFor(() => expect(screen.getByRole('checkbox', { name: /Credit/ })).not.toBeChecked());
  expect(screen.getByRole('checkbox', { name: /Bills and payments/ })).toBeChecked();
  expect(server.calls('put', '/api/v1/me/mails')[0]?.body).toEqual({
    billing: true,
    group: true,
    credit: false,
  });
});

test('a choice that could not be saved goes back', async () => {
  server.on('put', '/api/v1/me/mails', () => new Refusal(500, 'internal'));
  const { user } = await renderPage(<MailsSection />);
  await user.click(await screen.findByRole('checkbox', { name: /Credit/ }));
  expect(await screen.findByText(/Something went wrong on the server/)).toBeVisible();
  expect(screen.getByRole('checkbox', { name: /Credit/ })).toBeChecked();
});

test('a server without mail says so', async () => {
  server.on('get', '/api/v1/server', () => info);
  await renderPage(<MailsSection />);
  expect(await screen.findByText(/This server sends no mail/)).toBeVisible();
});
