import { expect, test } from 'vitest';
import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import { ja } from './ja';
import { bestLanguage } from './languages';
import type { Text } from './t';
import { zh } from './zh';

const english: Readonly<Record<string, Text>> = en;
const catalogues: [string, Readonly<Record<string, Text>>][] = Object.entries({ zh, es, de, fr, ja });

function forms(text: Text): string[] {
  return typeof text === 'string' ? [text] : Object.values(text);
}

function placeholders(text: Text): string[] {
  return [...new Set(forms(text).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();
}

test.each(catalogues)('%s has no text that English has not', (_, catalogue) => {
  expect(Object.keys(catalogue).filter((key) => !(key in english))).toEqual([]);
});

test.each(catalogues)('%s says the same things: every placeholder is in its text', (_, catalogue) => {
  const different = Object.entries(catalogue).filter(
    ([key, text]) => placeholders(text).join() !== placeholders(english[key] ?? '').join(),
  );
  expect(different.map(([key]) => key)).toEqual([]);
});

test.each(catalogues)(
  '%s has the plural forms that its own rules know, and one for all others',
  (language, catalogue) => {
    const known = new Intl.PluralRules(language).resolvedOptions().pluralCategories as string[];
    for (const [key, text] of Object.entries(catalogue)) {
      if (typeof text !== 'string') {
        expect(text.other, key).toBeTruthy();
        // "one" is also asked for where a language counts no singular: for exactly one.
        const unknown = Object.keys(text).filter((form) => form !== 'one' && !known.includes(form));
        expect(unknown, key).toEqual([]);
      }
    }
  },
);

test.each(catalogues)('%s has no empty text, and no space at an end', (_, catalogue) => {
  const untidy = Object.entries(catalogue).filter(([key, text]) =>
    forms(text).some((form) => form.trim() === '' || (form.trim() !== form && !/file$/i.test(key))),
  );
  expect(untidy.map(([key]) => key)).toEqual([]);
});

test.each([
  [['de-AT', 'en'], 'de'],
  [['pt-BR', 'fr-CA', 'en'], 'fr'],
  [['zh-Hant-TW'], 'zh'],
  [['pt'], 'en'],
  [[], 'en'],
])('who wishes %j reads %s', (wishes, language) => {
  expect(bestLanguage(wishes)).toBe(language);
});
