import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { ada, group, member, session } from '@/test/samples';
import { ComposerCredit } from './ComposerCredit';

const GRANT = 10_000_000_000;

async function left(available: number): Promise<HTMLElement> {
  adoptSession(session());
  const standing = { grant: GRANT, own: GRANT - available, available };
  mockApi().on('get', '/api/v1/groups/{id}', () => group({ members: [member(ada, 1, standing)] }));
  await renderPage(<ComposerCredit groupId="g-1" />);
  return await screen.findByText(/left$/);
}

test('what is left stands beside the composer, quietly', async () => {
  expect(await left(0.2 * GRANT)).not.toHaveClass('text-warn');
});

test('once four fifths are used it catches the eye, on phones too', async () => {
  const number = await left(0.2 * GRANT - 1);
  expect(number).toHaveClass('text-warn');
  expect(number).not.toHaveClass('max-sm:hidden');
});
