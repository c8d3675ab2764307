import { afterEach, expect, it, vi } from 'vitest';
import { shrunk } from './shrink';

const photo = new File(['a photo'], 'photo.jpg', { type: 'image/jpeg' });

afterEach(() => vi.unstubAllGlobals());

it('leaves a photo as it is that cannot be opened', async () => {
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new DOMException('', 'InvalidStateError')));
  expect(await shrunk(photo)).toBe(photo);
});

it('leaves a photo as it is that is too large to be drawn', async () => {
  vi.stubGlobal('createImageBitmap', async () => ({ width: 40_000, height: 30_000, close: () => undefined }));
  const asked = vi.fn();
  class TooLarge {
    constructor(width: number, height: number) {
      asked(width, height);
      throw new DOMException('', 'IndexSizeError');
    }
  }
  vi.stubGlobal('OffscreenCanvas', TooLarge);
  expect(await shrunk(photo)).toBe(photo);
  expect(asked).toHaveBeenCalledExactlyOnceWith(2048, 1536);
});
