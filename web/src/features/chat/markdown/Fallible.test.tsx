import { render, screen } from '@testing-library/react';
import { lazy, Suspense } from 'react';
import { expect, it, vi } from 'vitest';
import { Fallible } from './Fallible';

it('shows the plain form when the drawing one cannot be fetched', async () => {
  // React reports what a boundary has caught.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const Missing = lazy(() => Promise.reject<{ default: () => null }>(new TypeError('network')));
  render(
    <Fallible fallback="plain">
      <Suspense fallback="coming">
        <Missing />
      </Suspense>
    </Fallible>,
  );
  expect(await screen.findByText('plain')).toBeTruthy();
});
