import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { followLive, onLive } from '@/lib/events/live';
import { createQueryClient } from '@/lib/query';
import { mockApi } from '@/test/api';
import { session } from '@/test/samples';
import { Diagram } from './Diagram';

const CODE = 'graph TD; A-->B';

function frame(): HTMLIFrameElement {
  return screen.getByTitle<HTMLIFrameElement>('Diagram');
}

/** The frame says something; or somebody else does. */
function says(data: object, source: MessageEventSource | null = frame().contentWindow) {
  act(() => {
    globalThis.dispatchEvent(new MessageEvent('message', { data, source }));
  });
}

test('the text is there until the diagram is drawn, and whenever somebody wants it', async () => {
  render(<Diagram code={CODE} />);
  expect(screen.getByText(CODE)).toBeVisible();
  expect(frame()).toHaveAttribute('sandbox', 'allow-scripts');
  says({ ready: true });
  says({ drawn: true, height: 240 });
  expect(screen.queryByText(CODE)).toBeNull();
  expect(frame()).toHaveStyle({ height: '240px' });
  await userEvent.click(screen.getByRole('button', { name: 'Show as text' }));
  expect(screen.getByText(CODE)).toBeVisible();
});

test('what cannot be drawn stays text', () => {
  render(<Diagram code={CODE} />);
  says({ ready: true });
  says({ drawn: false, missing: false });
  expect(screen.getByText(CODE)).toBeVisible();
  expect(screen.queryByTitle('Diagram')).toBeNull();
});

const MISSING = 'What draws this could not be loaded. It is tried again when the connection is back.';

test('a page that comes and says nothing is told as missing, beside the text, and is tried again', async () => {
  render(<Diagram code={CODE} />);
  fireEvent.load(frame());
  expect(await screen.findByText(MISSING, {}, { timeout: 5000 })).toBeVisible();
  expect(screen.getByText(CODE)).toBeVisible();
  expect(screen.queryByTitle('Diagram')).toBeNull();
  act(() => void globalThis.dispatchEvent(new Event('online')));
  expect(screen.queryByText(MISSING)).toBeNull();
  says({ ready: true });
  says({ drawn: true, height: 240 });
  expect(screen.queryByText(CODE)).toBeNull();
});

test('so is a kind of diagram whose own part does not come', () => {
  render(<Diagram code={CODE} />);
  says({ ready: true });
  says({ drawn: false, missing: true });
  expect(screen.getByText(MISSING)).toBeVisible();
  expect(screen.getByText(CODE)).toBeVisible();
});

test('it is tried again when somebody wants it, who stays with the diagram', async () => {
  render(<Diagram code={CODE} />);
  says({ ready: true });
  says({ drawn: false, missing: true });
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(screen.queryByText(MISSING)).toBeNull();
  expect(screen.getByRole('figure')).toHaveFocus();
  says({ ready: true });
  says({ drawn: true, height: 240 });
  expect(screen.queryByText(CODE)).toBeNull();
});

test('it is tried again once the server is back', async () => {
  const server = mockApi();
  adoptSession(session());
  server.on('get', '/api/v1/events', () => new Response('event: hello\ndata: {}\n\n'));
  render(<Diagram code={CODE} />);
  says({ ready: true });
  says({ drawn: false, missing: true });
  const ending = new AbortController();
  const stop = onLive(() => ending.abort());
  await act(() => followLive(createQueryClient(), ending.signal));
  stop();
  expect(screen.queryByText(MISSING)).toBeNull();
  expect(frame()).toBeInTheDocument();
});

test('nobody else is listened to, and no height is beyond measure', () => {
  render(<Diagram code={CODE} />);
  says({ drawn: true, height: 240 }, globalThis.window);
  expect(screen.getByText(CODE)).toBeVisible();
  says({ drawn: true, height: 1e9 });
  expect(frame()).toHaveStyle({ height: '4000px' });
});
