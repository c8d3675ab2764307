import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HoverCard } from './HoverCard';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function show() {
  render(
    <HoverCard label="This answer" trigger={<button type="button">Details</button>}>
      <p>12 tokens</p>
    </HoverCard>,
  );
  return screen.getByRole('button', { name: 'Details' });
}

const mouse = { pointerType: 'mouse' };
const rest = (ms: number) => act(() => vi.advanceTimersByTime(ms));
const seen = () => screen.queryByText('12 tokens') !== null;

it('opens for a mouse that stays, closes behind it, and is passed over by one that does not stay', () => {
  const trigger = show();
  fireEvent.pointerEnter(trigger, mouse);
  rest(50);
  fireEvent.pointerLeave(trigger, mouse);
  rest(500);
  expect(seen()).toBe(false);
  fireEvent.pointerEnter(trigger, mouse);
  rest(200);
  expect(seen()).toBe(true);
  fireEvent.pointerLeave(trigger, mouse);
  rest(200);
  expect(seen()).toBe(false);
});

it('is kept by a press on what is hovered, and closed by the next', () => {
  const trigger = show();
  fireEvent.pointerEnter(trigger, mouse);
  rest(200);
  fireEvent.click(trigger);
  fireEvent.pointerLeave(trigger, mouse);
  rest(500);
  expect(seen()).toBe(true);
  fireEvent.click(trigger);
  expect(seen()).toBe(false);
});

it('opens and closes by presses alone, as a finger and a keyboard do it', () => {
  const trigger = show();
  fireEvent.click(trigger);
  expect(seen()).toBe(true);
  fireEvent.click(trigger);
  expect(seen()).toBe(false);
});
