import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { expect, it, vi } from 'vitest';
import { Dialog } from './Dialog';
import { Menu, MenuItem } from './Menu';

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

function Page() {
  const [open, setOpen] = useState(false);
  const [typing, setTyping] = useState(false);
  const message = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (typing) {
      message.current?.focus();
    }
  }, [typing]);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Rename
      </button>
      <Menu trigger={<button type="button">More</button>}>
        <MenuItem onSelect={() => setOpen(true)}>Rename</MenuItem>
      </Menu>
      <input ref={message} aria-label="Message" />
      <Dialog open={open} onOpenChange={setOpen} title="A new name">
        <input aria-label="Name" />
        <button
          type="button"
          onClick={() => {
            setOpen(false);
            setTyping(true);
          }}
        >
          Write
        </button>
      </Dialog>
    </>
  );
}

it.each([
  ['a button', ['Rename'], 'Rename'],
  ['a menu', ['More', 'Rename'], 'More'],
])('gives the focus back to where it was: %s', async (_, presses, opener) => {
  const user = userEvent.setup();
  render(<Page />);
  for (const name of presses) {
    await user.click(screen.getByRole(name === presses[1] ? 'menuitem' : 'button', { name }));
  }
  await waitFor(() => expect(screen.getByLabelText('Name')).toHaveFocus());
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.getByRole('button', { name: opener })).toHaveFocus());
});

function Pages() {
  const [page, setPage] = useState<'first' | 'second' | null>(null);
  return (
    <>
      <button type="button" onClick={() => setPage('first')}>
        Begin
      </button>
      {page === 'first' ? (
        <Dialog open onOpenChange={() => setPage(null)} title="First">
          <button type="button" onClick={() => setPage('second')}>
            Go on
          </button>
        </Dialog>
      ) : null}
      {page === 'second' ? (
        <Dialog open onOpenChange={() => setPage(null)} title="Second">
          <p>The end.</p>
        </Dialog>
      ) : null}
    </>
  );
}

it('gives the focus back after the dialog that opened in its place', async () => {
  const user = userEvent.setup();
  render(<Pages />);
  await user.click(screen.getByRole('button', { name: 'Begin' }));
  await user.click(screen.getByRole('button', { name: 'Go on' }));
  await waitFor(() => expect(screen.getByRole('dialog', { name: 'Second' })).toHaveFocus());
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Begin' })).toHaveFocus());
});

it('leaves the focus where it was taken meanwhile', async () => {
  const user = userEvent.setup();
  render(<Page />);
  await user.click(screen.getByRole('button', { name: 'Rename' }));
  await user.click(screen.getByRole('button', { name: 'Write' }));
  await new Promise((resolve) => setTimeout(resolve));
  expect(screen.getByLabelText('Message')).toHaveFocus();
});
