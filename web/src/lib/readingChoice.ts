import { createStore, useStore } from './store';

/** Where one reads while an answer is written: at its end, or at its beginning. Chosen for this device. */
export type ReadingChoice = 'end' | 'top';

const KEY = 'potluck.reading';

function stored(): ReadingChoice {
  try {
    return localStorage.getItem(KEY) === 'top' ? 'top' : 'end';
  } catch {
    return 'end';
  }
}

export const readingChoice = createStore<ReadingChoice>(stored());

export function useReadingChoice(): ReadingChoice {
  return useStore(readingChoice);
}

/** Chooses for now and for the next visits; without storage, for this visit. */
export function chooseReading(next: ReadingChoice): void {
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Storage is refused in this browser; the choice holds until the tab closes.
  }
  readingChoice.set(next);
}
