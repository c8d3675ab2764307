import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFrameStore } from './frameStore';

let frames: FrameRequestCallback[] = [];

beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback));
  vi.stubGlobal('cancelAnimationFrame', (id: number) => {
    frames[id - 1] = () => undefined;
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('tells once per frame, with the newest value', () => {
  const store = createFrameStore('');
  const seen: string[] = [];
  store.subscribe(() => seen.push(store.get()));
  for (const text of ['a', 'ab', 'abc']) {
    store.set(text);
  }
  expect([frames.length, store.get(), seen]).toEqual([1, '', []]);
  frames[0]?.(0);
  expect(seen).toEqual(['abc']);
});

it('tells at once when flushed, and then not again', () => {
  const store = createFrameStore('');
  const listener = vi.fn();
  store.subscribe(listener);
  store.set('a');
  store.flush();
  frames[0]?.(0);
  expect(store.get()).toBe('a');
  expect(listener).toHaveBeenCalledTimes(1);
});

it('rests twice as long as drawing took, so that a page with much to draw still answers', async () => {
  let now = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const store = createFrameStore('');
  const seen: string[] = [];
  store.subscribe(() => {
    seen.push(store.get());
    now += 30;
  });
  const nextFrame = (at: number) => {
    now = at;
    frames.at(-1)?.(at);
  };
  store.set('a');
  nextFrame(1000);
  await Promise.resolve();
  store.set('ab');
  nextFrame(1032);
  nextFrame(1080);
  expect(seen).toEqual(['a']);
  nextFrame(1090);
  expect(seen).toEqual(['a', 'ab']);
});
