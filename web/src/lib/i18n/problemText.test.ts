import { describe, expect, test } from 'vitest';
import { Problem } from '@/lib/api/problem';
import openapi from '../../../../openapi.json?raw';
import { fieldText, problemText } from './problemText';
import { hasText } from './t';

type Codes = { enum: string[] };
type Document = { components: { schemas: { ProblemCode: Codes; FieldCode: Codes } } };

const { schemas } = (JSON.parse(openapi) as Document).components;
const codes = schemas.ProblemCode.enum;

/** What the server says about these names the field or the step that is missing; the form does the rest. */
const SAID_BY_THE_FORM = ['validation_failed', 'second_factor_required'];

function refused(code: string): Problem {
  return new Problem({ code, status: 409, title: 'Conflict', detail: `The server says: ${code}.` });
}

describe('a refusal is said in the reader’s language', () => {
  test('every code that the API describes has a text', () => {
    expect(codes.length).toBeGreaterThan(50);
    const silent = codes.filter((code) => !(hasText(`problem.${code}`) || SAID_BY_THE_FORM.includes(code)));
    expect(silent).toEqual([]);
  });

  test('by its code, not by the server’s own words', () => {
    expect(problemText(refused('payment_settled'))).toBe(
      'This payment was answered already; there is nothing to do.',
    );
  });

  test('a code that is newer than the page falls back to the server’s sentence', () => {
    expect(problemText(refused('not_known_yet'))).toBe('The server says: not_known_yet.');
  });
});

describe('what is wrong with a field is said in the reader’s language', () => {
  const message = 'The server’s own words.';

  test('every code that the API describes has a text', () => {
    const silent = schemas.FieldCode.enum.filter(
      (code) => fieldText({ field: 'name', code, message, limit: 60 }) === message,
    );
    expect(silent).toEqual([]);
  });

  test('with the number that counts', () => {
    expect(fieldText({ field: 'name', code: 'too_long', message, limit: 60 })).toBe(
      'Use at most 60 characters.',
    );
    expect(fieldText({ field: 'password', code: 'too_many_bytes', message, limit: 1024 })).toMatch(
      /at most 1,024 bytes/,
    );
  });

  test('in the server’s sentence where its number is missing', () => {
    expect(fieldText({ field: 'text', code: 'too_long', message })).toBe(message);
    const texts = schemas.FieldCode.enum.map((code) => fieldText({ field: 'text', code, message }));
    expect(texts.filter((text) => text.includes('{count}'))).toEqual([]);
  });

  test('by the words of a whole refusal where it is about one field', () => {
    expect(fieldText({ field: 'email', code: 'email_taken', message })).toBe(
      'There is already an account with this address. Sign in instead.',
    );
  });

  test('a code that is newer than the page falls back to the server’s sentence', () => {
    expect(fieldText({ field: 'name', code: 'not_known_yet', message })).toBe(message);
  });
});
