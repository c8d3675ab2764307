/** The languages of the app, each by its own name. English comes with the app; the others are fetched when they are wanted. */
export const LANGUAGES = {
  en: 'English',
  zh: '简体中文',
  es: 'Español',
  de: 'Deutsch',
  fr: 'Français',
  ja: '日本語',
} as const;

export type Language = keyof typeof LANGUAGES;

export function isLanguage(word: string): word is Language {
  return Object.hasOwn(LANGUAGES, word);
}

/** The first of somebody's wishes ("de-AT", "fr") that the app speaks; else English. */
export function bestLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const language = wish.toLowerCase().split('-', 1)[0] ?? '';
    if (isLanguage(language)) {
      return language;
    }
  }
  return 'en';
}
