import { QueryClient, QueryClientProvider, useMutation } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { Button } from './Button';

function Pay({ send }: { send(): Promise<void> }) {
  const pay = useMutation({ mutationFn: send });
  return (
    <Button busy={pay.isPending} onClick={() => pay.mutate()}>
      Pay
    </Button>
  );
}

function show(send: () => Promise<void>): HTMLElement {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Pay send={send} />
    </QueryClientProvider>,
  );
  return screen.getByRole('button');
}

/** What a browser does between two presses that both waited: what is to happen at once, but no timer. */
async function betweenPresses() {
  for (let round = 0; round < 20; round += 1) {
    await Promise.resolve();
  }
}

it('sends once what is pressed twice before the page has drawn anything', async () => {
  // As in a browser: when something is drawn, React alone decides.
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false);
  const send = vi.fn(() => new Promise<void>(() => undefined));
  const button = show(send);
  button.click();
  await betweenPresses();
  button.click();
  await waitFor(() => expect(button).toHaveAttribute('aria-busy', 'true'));
  button.click();
  await betweenPresses();
  expect(send).toHaveBeenCalledOnce();
});

it('can be pressed again as soon as it is not busy', async () => {
  const send = vi.fn(() => Promise.resolve());
  const button = show(send);
  await userEvent.click(button);
  await waitFor(() => expect(button).not.toHaveAttribute('aria-busy'));
  await userEvent.click(button);
  expect(send).toHaveBeenCalledTimes(2);
});
