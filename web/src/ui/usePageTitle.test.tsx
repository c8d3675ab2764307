import { render } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { announcement } from './announce';
import { usePageTitle } from './usePageTitle';

beforeEach(() => {
  document.title = 'Potluck';
  announcement.set({ text: '', count: 0 });
});

function Titled({ parts }: { parts: string[] }) {
  usePageTitle(...parts);
  return null;
}

it('names the page in the tab, and says its name when it follows another', () => {
  const { rerender } = render(<Titled parts={['Usage']} />);
  expect([document.title, announcement.get().text]).toEqual(['Usage · Potluck', '']);
  rerender(<Titled parts={['Billing']} />);
  expect([document.title, announcement.get().text]).toEqual(['Billing · Potluck', 'Billing · Potluck']);
});

it('is only the app’s name where the page is the app’s face', () => {
  render(<Titled parts={[]} />);
  expect(document.title).toBe('Potluck');
});
