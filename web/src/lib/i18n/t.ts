import { createElement, Fragment, type ReactNode } from 'react';
import { en } from './en';
import { locale } from './locale';

/** A text, or one per plural form of `count` ({one, other} in English; other languages have more or fewer). */
export type Text = string | (Partial<Record<Intl.LDMLPluralRule, string>> & { other: string });

export type Key = keyof typeof en;

type Placeholders<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
type TextOf<K extends Key> = (typeof en)[K] extends string
  ? (typeof en)[K]
  : (typeof en)[K][keyof (typeof en)[K]];
type Values<K extends Key, V> = [Placeholders<TextOf<K> & string>] extends [never]
  ? []
  : [values: Record<Placeholders<TextOf<K> & string>, V>];

const plural = new Intl.PluralRules(locale());
const number = new Intl.NumberFormat(locale());

/** The words of the page's language; where it has none, the English ones stand. */
let words: Readonly<Partial<Record<Key, Text>>> = {};

/** Says everything in these words from now on. Called once, before anything is drawn. */
export function speak(catalogue: Readonly<Partial<Record<Key, Text>>>): void {
  words = catalogue;
}

/** The text for a key, its {placeholders} filled in. The compiler knows the keys and each one's placeholders. */
export function t<K extends Key>(key: K, ...[values]: Values<K, string | number>): string {
  return pieces(key, values as Record<string, string | number> | undefined)
    .map((piece) => (typeof piece === 'number' ? number.format(piece) : piece))
    .reduce(joined, '');
}

/** A value that ends with a full stop ("26. Dez.") ends its sentence, too. */
function joined(before: string, next: string): string {
  return before.endsWith('.') && next.startsWith('.') ? before + next.slice(1) : before + next;
}

/** What is written from right to left, or turns the direction of what is around it. */
const TURNING = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A name or an amount within a sentence: whatever direction it has or asks for ends with it. */
function isolated<V>(value: V): V | string {
  return typeof value === 'string' && TURNING.test(value) ? `\u2068${value}\u2069` : value;
}

/** As `t`, with elements as values: for a name in bold or a link inside a sentence. */
export function tx<K extends Key>(key: K, ...[values]: Values<K, ReactNode>): ReactNode {
  const parts = pieces<ReactNode>(key, values as Record<string, ReactNode> | undefined);
  return createElement(
    Fragment,
    null,
    ...parts.map((piece) => (typeof piece === 'number' ? number.format(piece) : piece)),
  );
}

function pieces<V>(key: Key, values: Record<string, V> | undefined): (string | V)[] {
  return textFor(words[key] ?? en[key], values?.count)
    .split(/\{(\w+)\}/)
    .map((piece, index) => (index % 2 === 0 ? piece : (isolated(values?.[piece]) ?? `{${piece}}`)));
}

function textFor(entry: Text, count: unknown): string {
  if (typeof entry === 'string') {
    return entry;
  }
  if (typeof count !== 'number') {
    return entry.other;
  }
  // Where a language counts no singular ("1人で始めますか？"), exactly one may still be said in other words.
  return (count === 1 ? entry.one : undefined) ?? entry[plural.select(count)] ?? entry.other;
}

/** Whether there is a text for this key; for keys made at run time, such as a problem's code. */
export function hasText(key: string): key is Key {
  return key in en;
}
