import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';

// A test that talks to a server without saying so is wrong: see test/server.ts.
beforeEach(() => {
  // jsdom has no layout to scroll; the router asks for it on every page.
  vi.stubGlobal('scrollTo', () => undefined);
  vi.stubGlobal('fetch', (request: Request | string) => {
    const what = typeof request === 'string' ? request : `${request.method} ${request.url}`;
    return Promise.reject(new Error(`Unhandled request: ${what}`));
  });
});

afterEach(() => {
  cleanup();
});
