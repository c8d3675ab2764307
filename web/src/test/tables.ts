import { within } from '@testing-library/react';

/** What a table says of the thing that this heads the row of; the words beside each fact are only seen on a phone. */
export function factsOf(rowheader: HTMLElement): (string | null | undefined)[] {
  const row = rowheader.closest('tr');
  return row === null
    ? []
    : within(row)
        .getAllByRole('cell')
        .map((cell) => cell.lastElementChild?.textContent);
}
