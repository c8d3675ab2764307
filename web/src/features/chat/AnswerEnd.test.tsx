import { render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { AnswerEnd } from './AnswerEnd';
import { shownMessages } from './live/shownMessages';
import { message } from './live/turnServer';

function show(status: 'failed' | 'interrupted', text: string, code: string) {
  const error = { code, detail: 'The server’s own words.' };
  const [shown] = shownMessages([message('r', 'q', { status, text, error })], []);
  if (shown !== undefined) {
    render(<AnswerEnd message={shown} busy={false} onRetry={vi.fn()} onContinue={vi.fn()} />);
  }
}

test('what failed says why, and once what it cost', () => {
  show('failed', '', 'provider_unavailable');
  expect(screen.getByRole('status')).toHaveTextContent(
    /^The AI vendor cannot be reached or did not answer\. Try again, or choose another model\.Nothing was charged\./,
  );
  expect(screen.getAllByText(/Nothing was charged/)).toHaveLength(1);
});

test('what broke off says that the rest is kept, and why', () => {
  show('interrupted', 'Half of', 'answer_interrupted');
  expect(
    screen.getByText('The answer was interrupted. What came is kept. The AI vendor broke off.'),
  ).toBeVisible();
});

test('a cause that is newer than the page is said in the server’s words', () => {
  show('failed', '', 'not_known_yet');
  expect(screen.getByText('The server’s own words.')).toBeVisible();
});
