import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { expect, it, vi } from 'vitest';
import { Dialog } from './Dialog';

const closed = vi.fn();

function show(children: ReactNode, firm = false) {
  closed.mockReset();
  render(
    <Dialog open firm={firm} onOpenChange={closed} title="A question">
      {children}
    </Dialog>,
  );
}

async function pressBeside() {
  // Radix listens for presses beside it from the next task on; the page under a dialog takes none.
  await new Promise((resolve) => setTimeout(resolve));
  await userEvent.setup({ pointerEventsCheck: 0 }).click(document.body);
}

it('is ended by a press beside it, where there is nothing to lose', async () => {
  show(<p>Sure?</p>);
  await pressBeside();
  expect(closed).toHaveBeenCalledExactlyOnceWith(false);
});

it('keeps what is typed in it through such a press; Escape ends it', async () => {
  show(<textarea aria-label="Text" />);
  await pressBeside();
  expect(closed).not.toHaveBeenCalled();
  await userEvent.keyboard('{Escape}');
  expect(closed).toHaveBeenCalledExactlyOnceWith(false);
});

it('is ended by neither where it must be answered', async () => {
  show(<p>Keep this code.</p>, true);
  await pressBeside();
  await userEvent.keyboard('{Escape}');
  expect(closed).not.toHaveBeenCalled();
});
