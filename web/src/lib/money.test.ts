// @vitest-environment node
import { describe, expect, test } from 'vitest';
import {
  creditFromText,
  creditToText,
  formatAmount,
  formatCredit,
  parseAmount,
  perPerson,
  plainAmount,
} from './money';

describe('formatAmount', () => {
  test.each([
    [800, 'USD', '8.00 USD'],
    [1, 'USD', '0.01 USD'],
    [0, 'EUR', '0.00 EUR'],
    [-250, 'USD', '−2.50 USD'],
    [123456789, 'USD', '1,234,567.89 USD'],
    [500, 'JPY', '500 JPY'],
    [1234567, 'JPY', '1,234,567 JPY'],
    [2500, 'KWD', '2.500 KWD'],
    [5, 'KWD', '0.005 KWD'],
  ])('%i of %s is %s', (amount, currency, text) => {
    expect(formatAmount({ amount, currency })).toBe(text);
  });
});

describe('formatCredit', () => {
  test.each([
    [8_000_000_000, '8.00 USD'],
    [0, '0.00 USD'],
    // Cut, not rounded: never more than there is.
    [6_666_666_666, '6.66 USD'],
    [999_999_999, '0.99 USD'],
    [10_000_000, '0.01 USD'],
    // Below a cent the first two digits stay.
    [9_999_999, '0.0099 USD'],
    [4_250_000, '0.0042 USD'],
    [1, '0.000000001 USD'],
    [-1_500_000_000, '−1.50 USD'],
    [20_000_000_000_000, '20,000.00 USD'],
  ])('%i nano-USD is %s', (nanousd, text) => {
    expect(formatCredit(nanousd)).toBe(text);
  });
});

test('a part never looks smaller than it may be', () => {
  expect(perPerson({ amount: 1000, currency: 'USD' }, 3)).toEqual({ amount: 334, currency: 'USD' });
  expect(perPerson({ amount: 2400, currency: 'USD' }, 3)).toEqual({ amount: 800, currency: 'USD' });
});

test('an amount is typed and shown with the digits of its currency', () => {
  expect(['10.50', '10,5', '10', ' 7 '].map((text) => parseAmount(text, 'USD'))).toEqual([
    1050, 1050, 1000, 700,
  ]);
  expect(['', '-1', '1.234', 'x', '1e3'].map((text) => parseAmount(text, 'USD'))).toEqual(
    Array(5).fill(null),
  );
  expect([parseAmount('500', 'JPY'), parseAmount('5.0', 'JPY')]).toEqual([500, null]);
  expect(parseAmount('1.234', 'KWD')).toBe(1234);
  for (const [amount, currency, text] of [
    [5, 'USD', '0.05'],
    [2400, 'USD', '24.00'],
    [500, 'JPY', '500'],
    [1234, 'KWD', '1.234'],
  ] as const) {
    expect(plainAmount({ amount, currency })).toBe(text);
  }
});

test('an amount of credit is typed and shown without rounding', () => {
  expect(creditFromText('0.50')).toBe(500_000_000);
  expect(creditFromText(' 2 ')).toBe(2_000_000_000);
  expect(creditFromText('0,000000001')).toBe(1);
  expect(creditFromText('999999.999999999')).toBe(999_999_999_999_999);
  for (const text of ['', '0', '0.0', '-1', '1e3', '1.', '.5', '1.0000000001', 'much', '1234567']) {
    expect(creditFromText(text)).toBeNull();
  }
  for (const [nanousd, text] of [
    [500_000_000, '0.50'],
    [2_000_000_000, '2.00'],
    [1, '0.000000001'],
    [1_250_000_000, '1.25'],
    [null, ''],
  ] as const) {
    expect(creditToText(nanousd)).toBe(text);
  }
});
