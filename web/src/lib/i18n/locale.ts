import { bestLanguage, isLanguage, type Language } from './languages';

const KEY = 'potluck.language';

/** For as long as the page lives: texts are drawn once, so another language begins with a new page. */
const language: Language = chosen() ?? bestLanguage(globalThis.navigator?.languages ?? []);

function chosen(): Language | null {
  try {
    const word = localStorage.getItem(KEY);
    return word !== null && isLanguage(word) ? word : null;
  } catch {
    return null;
  }
}

/** The language that texts, numbers and dates are shown in: the chosen one, else the device's, else English. */
export function locale(): Language {
  return language;
}

/** Shows everything in this language from now on, on this device. What was typed is kept through the reload. */
export function chooseLanguage(next: Language): void {
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Storage is refused in this browser: there is nothing to remember the choice.
  }
  globalThis.location.reload();
}
