import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { keys } from '@/lib/api/keys';
import { adoptSession } from '@/lib/api/session';
import type { Job } from '@/lib/api/types';
import { mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { session } from '@/test/samples';
import { factsOf } from '@/test/tables';
import { Jobs } from './Jobs';

beforeEach(() => adoptSession(session()));

const at = (hour: number) => `2026-11-26T${hour}:00:00Z`;

const job: Job = {
  id: 7,
  kind: 'invitation_mail',
  name: 'invitation_mail',
  state: 'failing',
  attempts: 2,
  attempts_max: 25,
  trouble: 'mail_not_taken',
  created_at: at(10),
  updated_at: at(11),
  due_at: at(12),
};

test('what is done over and over says when, and stands out once it fails', async () => {
  const api = mockApi();
  api.on('get', '/api/v1/admin/jobs', () => ({
    work: [
      { work: 'periods', name: 'periods', succeeded_at: at(10), failed_at: null },
      { work: 'mails', name: 'mails', succeeded_at: at(10), failed_at: at(11) },
      { work: 'sweep', name: 'sweep', succeeded_at: at(11), failed_at: at(10) },
    ],
    backlogs: [{ kind: 'push', name: 'push', waiting: 1200, failing: 3, since: at(10) }],
    items: [],
    next: null,
  }));
  await renderPage(<Jobs />);
  const periods = await screen.findByRole('rowheader', { name: 'Months that end' });
  expect(factsOf(periods)[1]).toBe('–');
  const failed = (name: string) =>
    within(screen.getByRole('rowheader', { name }).closest('tr') as HTMLElement).getAllByRole('cell')[1];
  expect(failed('Notices by mail')).toHaveClass('text-bad');
  expect(failed('Taking away what is out of date')).not.toHaveClass('text-bad');
  const pushes = factsOf(screen.getByRole('rowheader', { name: 'Notice to a device' }));
  expect(pushes.slice(0, 2)).toEqual(['1,200', '3']);
});

test('a job that failed says why, and is tried again; one that waits has no button', async () => {
  const api = mockApi();
  let items: Job[] = [
    job,
    { ...job, id: 6, kind: 'account_mail', name: 'account_mail', state: 'waiting', trouble: null },
  ];
  api.on('get', '/api/v1/admin/jobs', () => ({ work: [], backlogs: [], items, next: null }));
  api.on('post', '/api/v1/admin/jobs/{id}/retry', () => {
    items = items.map((each) => ({ ...each, state: 'waiting' as const, attempts: 0 }));
    return items[0] as Job;
  });
  const { user } = await renderPage(<Jobs />);
  const failing = (await screen.findByText('Invitation by mail')).closest('li') as HTMLElement;
  expect(failing).toHaveTextContent(/The mail server did not take it · failed .* · again .* · 2 tries of 25/);
  expect(screen.getByText('Mail about an account').closest('li')).toHaveTextContent(/Waits · since/);
  expect(screen.getAllByRole('button')).toHaveLength(1);
  await user.click(within(failing).getByRole('button', { name: 'Try again' }));
  expect(api.calls('post', '/api/v1/admin/jobs/7/retry')).toHaveLength(1);
  await waitFor(() => expect(screen.queryByRole('button')).toBeNull());
  expect(screen.getAllByText(/^Waits · since/)).toHaveLength(2);
});

test('what only a newer node knows is shown by its name, and left to it', async () => {
  const api = mockApi();
  api.on('get', '/api/v1/admin/jobs', () => ({
    work: [{ work: null, name: 'dreams', succeeded_at: at(10), failed_at: null }],
    backlogs: [{ kind: null, name: 'pigeon', waiting: 2, failing: 1, since: at(10) }],
    items: [{ ...job, kind: null, name: 'pigeon', state: 'given_up' as const }],
    next: null,
  }));
  await renderPage(<Jobs />);
  const newer = (name: string) => `${name} (only a newer version knows what that is)`;
  expect(await screen.findByRole('rowheader', { name: newer('dreams') })).toBeVisible();
  expect(factsOf(screen.getByRole('rowheader', { name: newer('pigeon') })).slice(0, 2)).toEqual(['2', '1']);
  expect(screen.getByText(newer('pigeon'), { selector: 'li span' }).closest('li')).toHaveTextContent(
    /given up/,
  );
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
});

test('a job that a node took on meanwhile cannot be tried, and the page says so', async () => {
  const api = mockApi();
  api.on('get', '/api/v1/admin/jobs', () => ({ work: [], backlogs: [], items: [job], next: null }));
  api.on('post', '/api/v1/admin/jobs/{id}/retry', () => new Refusal(409, 'job_not_failed'));
  const { user } = await renderPage(<Jobs />);
  await user.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(await screen.findByText(/waits or is being done/)).toBeVisible();
});

test('what is shown stays when asking for it again fails', async () => {
  const api = mockApi();
  api.on('get', '/api/v1/admin/jobs', () => ({ work: [], backlogs: [], items: [job], next: null }));
  const { queries } = await renderPage(<Jobs />);
  await screen.findByText('Invitation by mail');
  api.on('get', '/api/v1/admin/jobs', () => new Refusal(403, 'forbidden'));
  await queries.refetchQueries();
  expect(queries.getQueryState(keys.jobs)?.status).toBe('error');
  await new Promise((resolve) => setTimeout(resolve));
  expect(screen.getByText('Invitation by mail')).toBeVisible();
  expect(screen.queryByRole('alert')).toBeNull();
});
