import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach, expect, vi } from 'vitest';

// What is awaited comes within milliseconds; the limit is for machines that build something else at the same time.
configure({ asyncUtilTimeout: 10_000 });

// Files share what comes from packages, and nothing of ours: each begins with modules that remember nothing.
vi.resetModules();

// A test that talks to a server without saying so is wrong: see test/server.ts.
/** What the app reported as its own fault. */
const faults: unknown[] = [];

beforeEach(() => {
  vi.stubGlobal('reportError', (error: unknown) => faults.push(error));
  // jsdom has no layout to scroll; the router asks for it on every page, and lists for what is chosen in them.
  vi.stubGlobal('scrollTo', () => undefined);
  if ('Element' in globalThis) {
    Element.prototype.scrollIntoView = () => undefined;
  }
  vi.stubGlobal('fetch', (request: Request | string) => {
    const what = typeof request === 'string' ? request : `${request.method} ${request.url}`;
    return Promise.reject(new Error(`Unhandled request: ${what}`));
  });
});

afterEach(() => {
  cleanup();
  expect(faults.splice(0), 'faults of the page that the test does not expect').toEqual([]);
});
