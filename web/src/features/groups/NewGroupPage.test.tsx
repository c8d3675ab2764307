import { screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { type MockApi, mockApi, Refusal } from '@/test/api';
import { renderPage } from '@/test/render';
import { duo, group, session, trio } from '@/test/samples';
import { NewGroupPage } from './NewGroupPage';

let server: MockApi;

beforeEach(() => {
  server = mockApi();
  server.on('get', '/api/v1/plans', () => ({ items: [duo, trio], next: null }));
  adoptSession(session());
});

describe('a new group', () => {
  test('shows what each would pay, and is made with the chosen plan', async () => {
    server.on('post', '/api/v1/groups', () => group({ id: 'g-9' }));
    const onCreated = vi.fn();
    const { user } = await renderPage(<NewGroupPage onCreated={onCreated} />);
    expect(await screen.findByRole('radio', { name: /Duo.*9\.00 USD each/ })).toBeInTheDocument();
    await user.type(screen.getByLabelText('Name of the group'), '  Kitchen table ');
    await user.click(screen.getByRole('radio', { name: /Trio.*8\.00 USD each/ }));
    await user.click(screen.getByRole('button', { name: 'Create group' }));
    await waitFor(() => expect(onCreated).toHaveBeenCalledWith('g-9'));
    expect(server.calls('post', '/api/v1/groups')[0]?.body).toMatchObject({
      name: 'Kitchen table',
      plan: 'trio',
    });
  });

  test('asks for what is missing', async () => {
    const { user } = await renderPage(<NewGroupPage onCreated={vi.fn()} />);
    await screen.findByRole('radio', { name: /Duo/ });
    await user.click(screen.getByRole('button', { name: 'Create group' }));
    expect(screen.getByText('Give the group a name.')).toBeInTheDocument();
    expect(screen.getByText('Choose a plan.')).toBeInTheDocument();
  });

  test('plans that could not be read can be asked for again', async () => {
    server.on('get', '/api/v1/plans', () => new Refusal(404, 'not_found'));
    const { user } = await renderPage(<NewGroupPage onCreated={vi.fn()} />);
    const again = await screen.findByRole('button', { name: 'Try again' });
    server.on('get', '/api/v1/plans', () => ({ items: [trio], next: null }));
    await user.click(again);
    expect(await screen.findByRole('radio', { name: /Trio/ })).toBeInTheDocument();
  });
});
