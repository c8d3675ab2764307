import { screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { ada, server as info, session } from '@/test/samples';
import { TitlesSection } from './TitlesSection';

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  adoptSession(session());
  server.on('get', '/api/v1/server', () => info);
});

test('naming by a model is switched off', async () => {
  server.on('patch', '/api/v1/me', () => ({ ...ada, automatic_titles: false }));
  const { user } = await renderPage(<TitlesSection />);
  const choice = await screen.findByRole('checkbox', { name: /Name new chats with a model/ });
  expect(choice).toBeChecked();
  await user.click(choice);
  await waitFor(() => expect(choice).not.toBeChecked());
  expect(server.calls('patch', '/api/v1/me')[0]?.body).toEqual({ automatic_titles: false });
});

test('a choice that could not be saved goes back', async () => {
  server.on('patch', '/api/v1/me', () => new Refusal(500, 'internal'));
  const { user } = await renderPage(<TitlesSection />);
  const choice = await screen.findByRole('checkbox');
  await user.click(choice);
  expect(await screen.findByText(/Something went wrong on the server/)).toBeVisible();
  expect(choice).toBeChecked();
});

test('a server that names no chats says so', async () => {
  server.on('get', '/api/v1/server', () => ({ ...info, automatic_titles: false }));
  await renderPage(<TitlesSection />);
  expect(await screen.findByText(/This server does not name chats/)).toBeVisible();
});
