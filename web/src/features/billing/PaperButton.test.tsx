import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import * as saving from '@/ui/saveFile';
import { PaperButton } from './PaperButton';
import { fetchReceipt } from './papers';

function button() {
  return (
    <PaperButton of="Bo" fetchPaper={() => fetchReceipt('pay-1')}>
      Receipt
    </PaperButton>
  );
}

test('a paper is saved under the name that the server gives it, in the language of the page', async () => {
  const server = mockApi();
  adoptSession(session());
  const saved = vi.spyOn(saving, 'saveFile').mockImplementation(() => undefined);
  const headers = { 'content-disposition': 'attachment; filename="receipt-PL-2026-000001.pdf"' };
  server.on('get', '/api/v1/receipts/{id}', () => new Response('%PDF-1.7', { headers }));
  const { user } = await renderPage(button());
  await user.click(screen.getByRole('button', { name: 'Receipt (Bo)' }));
  await vi.waitFor(() => expect(saved).toHaveBeenCalledWith('receipt-PL-2026-000001.pdf', expect.any(File)));
  expect(server.calls('get', '/api/v1/receipts/pay-1')[0]?.query.get('language')).toBe('en');
});

test('a paper that is not there is told', async () => {
  const server = mockApi();
  adoptSession(session());
  server.on('get', '/api/v1/receipts/{id}', () => new Refusal(404, 'not_found'));
  const { user } = await renderPage(button());
  await user.click(screen.getByRole('button', { name: 'Receipt (Bo)' }));
  expect(await screen.findByText(/There is nothing here/)).toBeVisible();
});
