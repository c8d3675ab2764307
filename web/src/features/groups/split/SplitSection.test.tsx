import { screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import type { Group, Split, SplitChange, SplitProposal } from '@/lib/api/types';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { ada, bo, group, member, session } from '@/test/samples';
import { SplitSection } from './SplitSection';

let server: MockApi;

const usd = (amount: number) => ({ amount, currency: 'USD' });

function part(user: typeof ada, before: number, after: number, asked = false) {
  return {
    user_id: user.id,
    name: user.name,
    before: usd(before),
    after: usd(after),
    asked,
    answer: null,
    answered_at: null,
  };
}

function proposal(more: Partial<SplitProposal> = {}): SplitProposal {
  return {
    id: 'p-1',
    proposed_by: bo.id,
    proposed_by_name: 'Bo',
    split: { mode: 'percent', basis_points: { [ada.id]: 7500, [bo.id]: 2500 } },
    status: 'open',
    estimated: false,
    parts: [part(ada, 1200, 1800, true), part(bo, 1200, 600)],
    created_at: '2026-11-20T00:00:00Z',
    ended_at: null,
    ...more,
  };
}

/** The server's reckoning for two who share 24.00 USD by percentages. */
function reckon(body: unknown): SplitChange | Refusal {
  const split = body as Split;
  const [mine, theirs] =
    split.mode === 'percent'
      ? [split.basis_points[ada.id] ?? 0, split.basis_points[bo.id] ?? 0]
      : [5000, 5000];
  const off = mine + theirs - 10_000;
  if (off !== 0) {
    return new Refusal(422, off > 0 ? 'split_over' : 'split_under', { basis_points: Math.abs(off) });
  }
  const parts = [part(ada, 1200, (mine * 24) / 100), part(bo, 1200, (theirs * 24) / 100, theirs > 5000)];
  return { outcome: 'preview', starts: 'next_period', estimated: false, parts, proposal: null };
}

beforeEach(() => {
  server = mockApi();
  server.on('put', '/api/v1/groups/{id}/split', ({ body, query }) => {
    const change = reckon(body);
    return change instanceof Refusal || query.get('preview') === 'true'
      ? change
      : { ...change, outcome: 'proposed', proposal: proposal() };
  });
  adoptSession(session());
});

function show(more: Partial<Group> = {}) {
  return renderPage(<SplitSection group={group({ members: [member(ada, 1), member(bo, 2)], ...more })} />);
}

describe('the split', () => {
  test('shows everybody’s part as it changes, by how much it is off, and whom it asks', async () => {
    const { user } = await show();
    expect(screen.getByText('In equal parts.')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Change' }));
    const dialog = screen.getByRole('dialog', { name: 'Share the price' });
    await user.selectOptions(within(dialog).getByLabelText('Way of sharing'), 'percent');
    const mine = within(dialog).getByLabelText('Percent for Ada');
    expect(mine).toHaveValue('50');
    await user.clear(mine);
    expect(within(dialog).getByText('Fill in a number for everybody.')).toBeInTheDocument();
    await user.type(mine, '33.33');
    expect(await within(dialog).findByText('Under by 16.67 %.')).toBeInTheDocument();
    expect(within(dialog).getByRole('button', { name: 'Change it' })).toBeDisabled();

    const theirs = within(dialog).getByLabelText('Percent for Bo');
    await user.clear(mine);
    await user.type(mine, '25');
    await user.clear(theirs);
    await user.type(theirs, '75');
    const send = await within(dialog).findByRole('button', { name: 'Propose it' });
    expect(await within(dialog).findByText('18.00 USD')).toBeInTheDocument();
    expect(within(dialog).getByText('6.00 USD')).toBeInTheDocument();
    expect(within(dialog).getByText('Has to approve')).toBeInTheDocument();
    await user.click(send);
    expect(await screen.findByText('Proposed. The others see it now.')).toBeInTheDocument();
    const sent = server.calls('put', '/api/v1/groups/g-1/split').filter((call) => !call.query.has('preview'));
    expect(sent.map((call) => call.body)).toEqual([
      { mode: 'percent', basis_points: { [ada.id]: 2500, [bo.id]: 7500 } },
    ]);
  });

  test('what is in force already is not there to be proposed', async () => {
    const { user } = await show({
      split: { mode: 'percent', basis_points: { [bo.id]: 7500, [ada.id]: 2500 } },
    });
    await user.click(screen.getByRole('button', { name: 'Change' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Share the price' }));
    expect(await dialog.findByText('You have agreed on this already.')).toBeInTheDocument();
    expect(dialog.getByRole('button', { name: 'Propose it' })).toBeDisabled();
    const theirs = dialog.getByLabelText('Percent for Bo');
    await user.clear(theirs);
    await user.type(theirs, '60');
    const mine = dialog.getByLabelText('Percent for Ada');
    await user.clear(mine);
    await user.type(mine, '40');
    expect(await dialog.findByText(/It counts once that person has approved/)).toBeInTheDocument();
    expect(dialog.getByRole('button', { name: 'Propose it' })).toBeEnabled();
    expect(dialog.queryByText(/agreed on this/)).not.toBeInTheDocument();
  });

  test('a proposal that raises my part waits for my answer', async () => {
    server.on('post', '/api/v1/groups/{id}/splits/{proposal_id}/approve', () =>
      proposal({ status: 'agreed' }),
    );
    const { user } = await show({ proposal: proposal() });
    expect(screen.getByRole('heading', { name: 'Bo proposes another way of sharing' })).toBeInTheDocument();
    expect(screen.getByText('Has not answered yet')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Change' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Approve' }));
    expect(await screen.findByText('You approved.')).toBeInTheDocument();
  });

  test('who is not asked sees it, and who proposed it can take it back', async () => {
    server.on(
      'post',
      '/api/v1/groups/{id}/splits/{proposal_id}/withdraw',
      () => new Refusal(409, 'proposal_over'),
    );
    const { user } = await show({ you: bo.id, proposal: proposal() });
    expect(screen.queryByRole('button', { name: 'Approve' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Take it back' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('This proposal is not open any more');
  });

  test('the history says who agreed when', async () => {
    const agreed = {
      ...part(ada, 1200, 1800, true),
      answer: 'approved',
      answered_at: '2026-11-21T09:00:00Z',
    } as const;
    server.on('get', '/api/v1/groups/{id}/splits', () => ({
      items: [proposal({ status: 'agreed', parts: [agreed, part(bo, 1200, 600)] })],
      next: null,
    }));
    const { user } = await show();
    await user.click(screen.getByRole('button', { name: 'Show earlier proposals' }));
    const item = await screen.findByRole('listitem');
    expect(item).toHaveTextContent('By percentages.');
    expect(item).toHaveTextContent('Agreed');
    expect(item).toHaveTextContent('Bo, November 20, 2026 · Ada: Approved Nov 21');
  });
});
