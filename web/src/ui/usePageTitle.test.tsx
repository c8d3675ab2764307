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

function Page({ name, problem = false }: { name: string; problem?: boolean }) {
  usePageTitle(name);
  return problem ? <Titled parts={['It did not work']} /> : null;
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

it('is the page’s again when what came over it has gone', () => {
  const { rerender } = render(<Page name="Usage" />);
  rerender(<Page name="Usage" problem />);
  expect(document.title).toBe('It did not work · Potluck');
  rerender(<Page name="Billing" problem />);
  expect(document.title).toBe('It did not work · Potluck');
  rerender(<Page name="Billing" />);
  expect([document.title, announcement.get().text]).toEqual(['Billing · Potluck', 'Billing · Potluck']);
});

it('stays the last page’s until the next one has a name', () => {
  const { rerender } = render(<Titled key="usage" parts={['Usage']} />);
  rerender(<p>Loading</p>);
  expect(document.title).toBe('Usage · Potluck');
  rerender(<Titled key="billing" parts={['Billing']} />);
  expect([document.title, announcement.get().count]).toEqual(['Billing · Potluck', 1]);
});
