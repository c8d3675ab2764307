import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { adoptSession, adoptUser, forget } from '@/lib/api/session';
import { ada, bo, session } from '@/test/samples';
import { PerPerson } from './PerPerson';

beforeEach(() => adoptSession(session(ada)));

async function typed() {
  render(
    <PerPerson>
      <input />
    </PerPerson>,
  );
  await userEvent.type(screen.getByRole('textbox'), 'Mine');
}

it('leaves nothing of one person for the next', async () => {
  await typed();
  act(() => adoptSession(session(bo)));
  expect(screen.getByRole('textbox')).toHaveValue('');
});

it('keeps what the same person has, through another session and another name', async () => {
  await typed();
  act(() => adoptSession(session(ada)));
  act(() => adoptUser({ ...ada, name: 'Ada L.' }));
  act(() => forget());
  expect(screen.getByRole('textbox')).toHaveValue('Mine');
});
