import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { duo, session } from '@/test/samples';
import { Catalogue } from './Catalogue';

test('plans that do not come are not told as none', async () => {
  adoptSession(session());
  const server = mockApi();
  server.on('get', '/api/v1/plans', () => new Refusal(403, 'out_of_order'));
  server.on('get', '/api/v1/models', () => ({ items: [], next: null }));
  const { user } = await renderPage(<Catalogue />);
  expect(await screen.findByText('The server says: out_of_order.')).toBeVisible();
  server.on('get', '/api/v1/plans', () => ({ items: [duo], next: null }));
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Duo')).toBeVisible();
});
