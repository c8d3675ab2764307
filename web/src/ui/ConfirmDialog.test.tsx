import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, it } from 'vitest';
import { noConnection } from '@/lib/api/problem';
import { problemText } from '@/lib/i18n/problemText';
import { renderPage } from '@/test/render';
import { ConfirmDialog } from './ConfirmDialog';
import { toasts } from './toasts';

const REFUSAL = problemText(noConnection());

/** How the deeds that were confirmed end, in the test's hands. */
let deeds: { done(): void; refused(why: Error): void }[] = [];

/** A list of people, each of whom can be removed by the same dialog. */
function People() {
  const [who, setWho] = useState<string | null>(null);
  const [shown, setShown] = useState(true);
  return (
    <>
      <button type="button" onClick={() => setShown(!shown)}>
        News
      </button>
      {['Bo', 'Cy'].map((name) => (
        <button key={name} type="button" onClick={() => setWho(name)}>
          {name}
        </button>
      ))}
      {shown ? (
        <ConfirmDialog
          open={who !== null}
          onOpenChange={(open) => open || setWho(null)}
          title={`Remove ${who}?`}
          description="For good."
          confirm="Remove"
          onConfirm={() => new Promise<void>((done, refused) => deeds.push({ done, refused }))}
        />
      ) : null}
    </>
  );
}

const busy = () => screen.getByRole('button', { name: 'Remove' }).getAttribute('aria-busy');
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

async function ends(how: 'well' | 'refused') {
  await act(async () => (how === 'well' ? deeds.shift()?.done() : deeds.shift()?.refused(noConnection())));
}

beforeEach(async () => {
  deeds = [];
  toasts.set([]);
  await renderPage(<People />);
  await press('Bo');
});

it('closes when it is done', async () => {
  await press('Remove');
  await ends('well');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(toasts.get()).toEqual([]);
});

it('tells a refusal in its place, and forgets it when it is cancelled', async () => {
  await press('Remove');
  await ends('refused');
  expect((await screen.findByRole('alert')).textContent).toBe(REFUSAL);
  await press('Cancel');
  await press('Cy');
  expect(screen.getByRole('dialog', { name: 'Remove Cy?' })).toBeDefined();
  expect(screen.queryByRole('alert')).toBeNull();
});

it('is not open again where news took it from the page before it was done', async () => {
  const news = screen.getByText('News');
  await press('Remove');
  act(() => news.click());
  expect(screen.queryByRole('dialog')).toBeNull();
  await ends('well');
  act(() => news.click());
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('leaves the next question open when an earlier deed is done', async () => {
  await press('Remove');
  await press('Cancel');
  await press('Cy');
  expect(busy()).toBe('true');
  await ends('well');
  await expect.poll(busy).toBeNull();
  expect(screen.getByRole('dialog', { name: 'Remove Cy?' })).toBeDefined();
});

it('leaves the next question open also where news took the earlier one from the page', async () => {
  const news = screen.getByText('News');
  await press('Remove');
  act(() => news.click());
  act(() => news.click());
  await press('Cancel');
  await press('Cy');
  await ends('well');
  expect(screen.getByRole('dialog', { name: 'Remove Cy?' })).toBeDefined();
});

it('tells in passing what is refused after it was closed', async () => {
  await press('Remove');
  await press('Cancel');
  await ends('refused');
  expect(toasts.get().map(({ text }) => text)).toEqual([REFUSAL]);
  await press('Cy');
  await expect.poll(busy).toBeNull();
  expect(screen.queryByRole('alert')).toBeNull();
});
