import type { Amount, Split } from '@/lib/api/types';
import { parseAmount, plainAmount } from '@/lib/money';

export type Mode = Split['mode'];
type Fallback = Extract<Split, { mode: 'sponsor' }>['fallback'];

export const MODES = [
  'equal',
  'percent',
  'weights',
  'fixed',
  'usage',
  'base_and_usage',
  'sponsor',
] as const satisfies readonly Mode[];

/** What the editor holds while a split is typed: texts, as they were typed. */
export type Draft = {
  mode: Mode;
  /** By member: a percentage, a weight or an amount, whichever the mode asks for. */
  values: Readonly<Record<string, string>>;
  /** The equal part of the price in percent, for a base with the rest by usage. */
  base: string;
  /** Who pays for all. */
  payer: string;
  /** The most that they pay; empty for all of it. */
  cap: string;
  /** How everybody shares what the payer does not pay, by `values`. */
  fallback: FallbackMode;
};

export type FallbackMode = 'equal' | 'percent' | 'weights';

export const FALLBACKS = ['equal', 'percent', 'weights'] as const satisfies readonly FallbackMode[];

const WHOLE = 10_000;

/** The draft that says what a split says. */
export function draftOf(split: Split, members: readonly string[], currency: string): Draft {
  const empty = emptyDraft(split.mode, members);
  switch (split.mode) {
    case 'percent':
      return { ...empty, values: texts(split.basis_points, plainPercent) };
    case 'weights':
      return { ...empty, values: texts(split.weights, String) };
    case 'fixed':
      return { ...empty, values: texts(split.amounts, (amount) => plainAmount({ amount, currency })) };
    case 'base_and_usage':
      return { ...empty, base: plainPercent(split.base_basis_points) };
    case 'sponsor':
      return {
        ...withFallback(empty, split.fallback.mode, members),
        ...fallbackValues(split.fallback),
        payer: split.payer,
        cap:
          split.cap === null || split.cap === undefined ? '' : plainAmount({ amount: split.cap, currency }),
      };
    case 'equal':
    case 'usage':
      return empty;
  }
}

/** What the editor begins with when another mode is chosen: what is nearest to equal parts. */
export function emptyDraft(mode: Mode, members: readonly string[]): Draft {
  const each = Math.floor(WHOLE / members.length);
  const more = WHOLE - each * members.length;
  const value = (index: number) => {
    switch (mode) {
      case 'percent':
        return plainPercent(index < more ? each + 1 : each);
      case 'weights':
        return '1';
      default:
        return '';
    }
  };
  const values = Object.fromEntries(members.map((user, index) => [user, value(index)]));
  return { mode, values, base: '50', payer: members[0] ?? '', cap: '', fallback: 'equal' };
}

/** Another way of sharing what the payer does not pay, beginning with equal parts. */
export function withFallback(draft: Draft, fallback: FallbackMode, members: readonly string[]): Draft {
  return { ...draft, fallback, values: emptyDraft(fallback, members).values };
}

function fallbackValues(fallback: Fallback): Partial<Draft> {
  switch (fallback.mode) {
    case 'equal':
      return {};
    case 'percent':
      return { values: texts(fallback.basis_points, plainPercent) };
    case 'weights':
      return { values: texts(fallback.weights, String) };
  }
}

function fallbackOf(draft: Draft, members: readonly string[]): Fallback | null {
  switch (draft.fallback) {
    case 'equal':
      return { mode: 'equal' };
    case 'percent': {
      const basis_points = numbers(draft, members, parsePercent);
      return basis_points && { mode: 'percent', basis_points };
    }
    case 'weights': {
      const weights = numbers(draft, members, parseWeight);
      return weights && { mode: 'weights', weights };
    }
  }
}

/** The split that a draft says; null while something in it is no number. Whether it adds up is for the server to say. */
export function splitOf(draft: Draft, members: readonly string[], price: Amount): Split | null {
  switch (draft.mode) {
    case 'equal':
      return { mode: 'equal' };
    case 'usage':
      return { mode: 'usage' };
    case 'percent': {
      const basis_points = numbers(draft, members, parsePercent);
      return basis_points && { mode: 'percent', basis_points };
    }
    case 'weights': {
      const weights = numbers(draft, members, parseWeight);
      return weights && { mode: 'weights', weights };
    }
    case 'fixed': {
      // Whoever has no amount of their own shares what is left.
      const named = members.filter((user) => (draft.values[user] ?? '').trim() !== '');
      const amounts = numbers(draft, named, (text) => parseAmount(text, price.currency));
      return amounts && { mode: 'fixed', amounts, rest: members.filter((user) => !named.includes(user)) };
    }
    case 'base_and_usage': {
      const base_basis_points = parsePercent(draft.base);
      return base_basis_points === null ? null : { mode: 'base_and_usage', base_basis_points };
    }
    case 'sponsor': {
      const fallback = fallbackOf(draft, members);
      if (fallback === null) {
        return null;
      }
      if (draft.cap.trim() === '') {
        return { mode: 'sponsor', payer: draft.payer, fallback };
      }
      const cap = parseAmount(draft.cap, price.currency);
      return cap === null ? null : { mode: 'sponsor', payer: draft.payer, cap, fallback };
    }
  }
}

/** Whether two splits say the same, in whatever order they name people. */
export function saysTheSame(one: Split, other: Split): boolean {
  return sorted(one) === sorted(other);
}

function sorted(split: Split): string {
  return JSON.stringify(split, (_, value: unknown) => {
    if (Array.isArray(value)) {
      return [...value].sort();
    }
    if (typeof value === 'object' && value !== null) {
      const said = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
      return Object.fromEntries(said.sort(([a], [b]) => (a < b ? -1 : 1)));
    }
    return value;
  });
}

/** "33.33" is 3333 hundredths of a percent; null for what is no percentage. */
export function parsePercent(text: string): number | null {
  const found = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : null;
}

/** 3333 is "33.33", 5000 is "50". */
export function plainPercent(basisPoints: number): string {
  const whole = Math.floor(basisPoints / 100);
  const rest = (basisPoints % 100).toString().padStart(2, '0').replace(/0+$/, '');
  return rest === '' ? `${whole}` : `${whole}.${rest}`;
}

function parseWeight(text: string): number | null {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}

function numbers(
  draft: Draft,
  members: readonly string[],
  parse: (text: string) => number | null,
): Record<string, number> | null {
  const entries: [string, number][] = [];
  for (const user of members) {
    const number = parse(draft.values[user] ?? '');
    if (number === null) {
      return null;
    }
    entries.push([user, number]);
  }
  return Object.fromEntries(entries);
}

function texts(values: Readonly<Record<string, number>>, text: (value: number) => string) {
  return Object.fromEntries(Object.entries(values).map(([user, value]) => [user, text(value)]));
}
