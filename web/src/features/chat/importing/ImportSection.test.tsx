import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { GroupSummary } from '@/lib/api/types';
import { mockApi } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { bringing } from './bringing';
import { ImportSection } from './ImportSection';

beforeEach(() => {
  adoptSession(session());
  const groups = ['Kitchen table', 'Chess club'].map((name, at) => ({ id: `g-${at}`, name }) as GroupSummary);
  mockApi().on('get', '/api/v1/groups', () => ({ items: groups, next: null }));
});
afterEach(() => bringing.set({ step: 'idle' }));

it('shows to which group chats are being brought, also to who comes back, and changes it only afterwards', async () => {
  const tally = { brought: 1, known: 0, unreadable: 0, count: 4 };
  bringing.set({ step: 'bringing', groupId: 'g-1', tally });
  await renderPage(<ImportSection />);
  const select = await screen.findByRole('combobox');
  expect(select).toHaveDisplayValue('Chess club');
  expect(select).toBeDisabled();
  act(() => bringing.set({ step: 'stopped', groupId: 'g-1', tally }));
  expect(select).toHaveDisplayValue('Chess club');
  expect(select).toBeEnabled();
});
