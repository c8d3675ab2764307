import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStore, useStore } from '@/lib/store';
import { renderPage } from '@/test/render';
import { shownMessages } from './live/shownMessages';
import { message } from './live/turnServer';
import { Messages } from './Messages';
import type { ScrollOwner } from './scrollOwner';

const grewAbove = vi.fn();
const owner = { grewAbove } as unknown as ScrollOwner;

const all = shownMessages(
  Array.from({ length: 60 }, (_, index) => message(`q${index}`, index === 0 ? null : `q${index - 1}`)),
  [],
);
const whole = createStore(false);
const nothing = () => undefined;

/** A conversation of which the last three are here, and then all. */
function Growing() {
  const path = useStore(whole) ? all : all.slice(-3);
  return (
    <Messages
      conversationId="c"
      messages={path}
      path={path}
      roomy={false}
      above={path === all ? null : <p>More is coming</p>}
      at={null}
      models={[]}
      busy={false}
      edits={[]}
      owner={owner}
      onEdit={nothing}
      onEditEnd={nothing}
      onEdited={nothing}
      onRegenerate={nothing}
      onContinue={nothing}
      onChooseVersion={nothing}
    />
  );
}

beforeEach(() => {
  whole.set(false);
  grewAbove.mockReset();
  // Whatever is in the list is 100 pixels high.
  vi.spyOn(HTMLElement.prototype, 'offsetTop', 'get').mockImplementation(function (this: HTMLElement) {
    return this.tagName === 'SECTION' ? 0 : 100 * [...(this.parentElement?.children ?? [])].indexOf(this);
  });
});

afterEach(() => vi.restoreAllMocks());

it('keeps its place when the messages before it come', async () => {
  await renderPage(<Growing />);
  await screen.findByText('q57');
  expect(grewAbove).not.toHaveBeenCalled();
  act(() => whole.set(true));
  // Forty are drawn, below a button: the three that were here stood below one thing, and now stand below 38.
  expect(grewAbove.mock.calls).toEqual([[3700]]);
});

it('keeps its place when more is drawn by a press', async () => {
  whole.set(true);
  const { user } = await renderPage(<Growing />);
  const more = await screen.findByRole('button', { name: 'Earlier messages' });
  await screen.findByText('q20');
  grewAbove.mockReset();
  await user.click(more);
  // The twenty that were not drawn, in the place of the button.
  expect(grewAbove.mock.calls).toEqual([[1900]]);
});
