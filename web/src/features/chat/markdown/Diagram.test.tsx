import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
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
  says({ drawn: false });
  expect(screen.getByText(CODE)).toBeVisible();
  expect(screen.queryByTitle('Diagram')).toBeNull();
});

test('nobody else is listened to, and no height is beyond measure', () => {
  render(<Diagram code={CODE} />);
  says({ drawn: true, height: 240 }, globalThis.window);
  expect(screen.getByText(CODE)).toBeVisible();
  says({ drawn: true, height: 1e9 });
  expect(frame()).toHaveStyle({ height: '4000px' });
});
