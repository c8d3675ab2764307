import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { Thoughts } from './Thoughts';

test('what was thought is folded under how long it took', async () => {
  render(<Thoughts reasoning="The question is **short**." ms={12_400} />);
  const fold = screen.getByRole('button', { name: 'Thought for 12 seconds' });
  expect(screen.queryByText(/The question is/)).toBeNull();
  await userEvent.click(fold);
  // As it came: nothing in it is interpreted.
  expect(screen.getByText('The question is **short**.')).toBeVisible();
  await userEvent.click(fold);
  expect(screen.queryByText(/The question is/)).toBeNull();
});

test('where the vendor keeps it to itself, there is only the time', () => {
  render(<Thoughts reasoning={null} ms={300} />);
  expect(screen.getByText('Thought for 1 second')).toBeVisible();
  expect(screen.queryByRole('button')).toBeNull();
});

test('an answer without thinking says nothing of it', () => {
  render(<Thoughts reasoning={null} ms={null} />);
  expect(document.body).toHaveTextContent('');
});
