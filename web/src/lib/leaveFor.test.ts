import { expect, test, vi } from 'vitest';
import { leaveFor } from './leaveFor';

function shown({ persisted }: { persisted: boolean }) {
  globalThis.dispatchEvent(new PageTransitionEvent('pageshow', { persisted }));
}

test('whoever goes back finds the page free again', async () => {
  const assign = vi.fn();
  vi.stubGlobal('location', { assign });
  const back = vi.fn();
  const left = leaveFor('https://bank.example/1').then(back);
  expect(assign).toHaveBeenCalledExactlyOnceWith('https://bank.example/1');
  // A page that was only slow to come.
  shown({ persisted: false });
  await Promise.resolve();
  expect(back).not.toHaveBeenCalled();
  shown({ persisted: true });
  await left;
  expect(back).toHaveBeenCalledOnce();
});
