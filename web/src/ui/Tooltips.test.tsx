import { act, fireEvent, render, screen } from '@testing-library/react';
import { Trash2 } from 'lucide-react';
import { beforeEach, expect, test, vi } from 'vitest';
import { IconButton } from './IconButton';
import { Tooltips } from './Tooltips';

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  render(
    <>
      <IconButton label="Throw away" icon={<Trash2 />} />
      <Tooltips />
    </>,
  );
  return () => vi.useRealTimers();
});

async function pass(ms: number) {
  await act(() => vi.advanceTimersByTimeAsync(ms));
}

function point(at: Element) {
  fireEvent.pointerMove(at, { pointerType: 'mouse' });
}

test('what is pointed at for a while is named, until something else is', async () => {
  const button = screen.getByRole('button', { name: 'Throw away' });
  point(button);
  await pass(300);
  expect(screen.queryByText('Throw away')).toBeNull();
  await pass(200);
  expect(screen.getByText('Throw away')).toBeVisible();
  // Onto the name itself: it stays.
  point(screen.getByText('Throw away'));
  expect(screen.getByText('Throw away')).toBeVisible();
  point(document.body);
  expect(screen.queryByText('Throw away')).toBeNull();
});

test('Escape and a press end it', async () => {
  const button = screen.getByRole('button', { name: 'Throw away' });
  for (const end of [
    () => fireEvent.keyDown(button, { key: 'Escape' }),
    () => fireEvent.pointerDown(button),
  ]) {
    point(document.body);
    point(button);
    await pass(500);
    expect(screen.getByText('Throw away')).toBeVisible();
    end();
    expect(screen.queryByText('Throw away')).toBeNull();
  }
});
