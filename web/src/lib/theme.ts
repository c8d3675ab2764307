import { createStore, useStore } from './store';

/** What the person chose; 'system' follows the device. public/theme.js applies the same before the first paint. */
export type ThemeChoice = 'light' | 'dark' | 'system';
/** What the page looks like. */
type Theme = 'light' | 'dark';

const KEY = 'potluck.theme';
const BACKGROUND = { light: '#faf6f0', dark: '#1b1815' };

function stored(): ThemeChoice {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

const choice = createStore<ThemeChoice>(stored());
const system = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
const shown = createStore<Theme>(wanted());

function wanted(): Theme {
  const chosen = choice.get();
  return chosen === 'system' ? (system?.matches ? 'dark' : 'light') : chosen;
}

function apply(): void {
  const theme = wanted();
  document.documentElement.dataset.theme = theme;
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', BACKGROUND[theme]);
  shown.set(theme);
}

/** Follows the device from here on; `public/theme.js` did it once, before the first paint. Called once per page load. */
export function followSystemTheme(): void {
  system?.addEventListener('change', apply);
}

export function useThemeChoice(): ThemeChoice {
  return useStore(choice);
}

/** What the page looks like now, whoever decided it. */
export function useShownTheme(): Theme {
  return useStore(shown);
}

/** Changes the theme now and for the next visits; without storage, for this visit. */
export function chooseTheme(next: ThemeChoice): void {
  try {
    if (next === 'system') {
      localStorage.removeItem(KEY);
    } else {
      localStorage.setItem(KEY, next);
    }
  } catch {
    // Storage is refused in this browser; the choice holds until the tab closes.
  }
  choice.set(next);
  apply();
}
