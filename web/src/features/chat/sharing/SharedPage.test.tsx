import { screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { forget } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { SharedPage } from './SharedPage';

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  forget();
  // jsdom seals nothing, and nothing is opened here.
  vi.stubGlobal('crypto', { getRandomValues: <T,>(bytes: T) => bytes, subtle: {} });
});

const show = () => renderPage(<SharedPage id="s" secret="k" onCopied={() => undefined} />);

test('a link that is over is told as over, with the way to the app', async () => {
  server.on('get', '/api/v1/shared/{id}', () => new Refusal(404, 'not_found'));
  await show();
  expect(await screen.findByRole('heading', { name: 'This link does not work any more' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Back to Potluck' })).toHaveAttribute('href', '/');
});

test('a server that cannot be reached does not make it over: it is asked again', async () => {
  server.on('get', '/api/v1/shared/{id}', () => new Refusal(503, 'unavailable'));
  const { user } = await show();
  expect(await screen.findByRole('heading', { name: 'This page could not be shown' })).toBeVisible();
  server.on('get', '/api/v1/shared/{id}', () => new Refusal(404, 'not_found'));
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('This link does not work any more')).toBeVisible();
});
