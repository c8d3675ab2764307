import type { Amount } from '@/lib/api/types';
import { locale } from '@/lib/i18n/locale';

/** ISO 4217 exponents that are not 2. The browser's own table follows habits of display and differs for some. */
const EXPONENTS: Readonly<Record<string, number>> = Object.fromEntries([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3]),
  ...'CLF UYW'.split(' ').map((code) => [code, 4]),
]);

const NANO_DIGITS = 9;

/** An amount of money as people read it: `{amount: 800, currency: "USD"}` is "8.00 USD". Integers all the way. */
export function formatAmount({ amount, currency }: Amount): string {
  const digits = EXPONENTS[currency] ?? 2;
  return `${decimal(BigInt(amount), digits, digits)} ${currency}`;
}

/** An amount as it is typed, without its currency: 800 in USD is "8.00". */
export function plainAmount({ amount, currency }: Amount): string {
  const digits = EXPONENTS[currency] ?? 2;
  const text = amount.toString().padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Minor units of what was typed, with a point or a comma; null for what is no amount of this currency. */
export function parseAmount(text: string, currency: string): number | null {
  const digits = EXPONENTS[currency] ?? 2;
  const found = /^(\d{1,10})(?:[.,](\d+))?$/.exec(text.trim());
  const fraction = found?.[2] ?? '';
  if (found === null || fraction.length > digits) {
    return null;
  }
  return Number(`${found[1]}${fraction.padEnd(digits, '0')}`);
}

/**
 * Credit as people read it: 8,000,000,000 nano-USD is "8.00 USD". Cut to whole cents, never rounded up, so that the
 * page never promises more than there is; less than a cent keeps its first two digits ("0.0042 USD").
 */
export function formatCredit(nanousd: number): string {
  return `${formatCreditNumber(nanousd)} USD`;
}

/** As `formatCredit`, without the unit: for tables whose heading names it. */
export function formatCreditNumber(nanousd: number): string {
  const size = BigInt(Math.abs(nanousd));
  const leadingZeros = NANO_DIGITS - size.toString().length;
  const digits = size === 0n || leadingZeros < 2 ? 2 : Math.min(NANO_DIGITS, leadingZeros + 2);
  return decimal(BigInt(nanousd), NANO_DIGITS, digits);
}

/** An amount in USD as it was typed, in nano-USD: "0.5" is 500,000,000. Null when it is no amount above nothing. */
export function creditFromText(text: string): number | null {
  const found = /^(\d{1,6})(?:[.,](\d{1,9}))?$/.exec(text.trim());
  if (found === null) {
    return null;
  }
  const nanousd = Number(`${found[1]}${(found[2] ?? '').padEnd(NANO_DIGITS, '0')}`);
  return nanousd > 0 ? nanousd : null;
}

/** The same the other way, for a field: 500,000,000 is "0.50", nothing is lost. */
export function creditToText(nanousd: number | null): string {
  if (nanousd === null) {
    return '';
  }
  const digits = nanousd.toString().padStart(NANO_DIGITS + 1, '0');
  const fraction = digits.slice(-NANO_DIGITS).replace(/0{1,7}$/, '');
  return `${digits.slice(0, -NANO_DIGITS)}.${fraction}`;
}

/** An integer with `scale` decimals hidden in it, shown with `digits` of them; the rest is cut off. */
function decimal(value: bigint, scale: number, digits: number): string {
  const negative = value < 0n;
  const text = (negative ? -value : value).toString().padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale).slice(0, digits);
  const { group, point } = separators();
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, group);
  const sign = negative && /[1-9]/.test(whole + fraction) ? '−' : '';
  return `${sign}${grouped}${fraction === '' ? '' : point + fraction}`;
}

function separators(): { group: string; point: string } {
  const parts = new Intl.NumberFormat(locale()).formatToParts(1_234_567.8);
  return {
    group: parts.find((part) => part.type === 'group')?.value ?? ',',
    point: parts.find((part) => part.type === 'decimal')?.value ?? '.',
  };
}

/**
 * What a plan costs each when everybody pays the same, before there is a group to ask the server about: where the
 * price cannot be divided evenly, the larger part, so that nobody is told less than they may owe.
 */
export function perPerson(price: Amount, people: number): Amount {
  return { ...price, amount: Math.ceil(price.amount / people) };
}
