import { describe, expect, test } from 'vitest';
import { Problem } from '@/lib/api/problem';
import openapi from '../../../../openapi.json?raw';
import { problemText } from './problemText';
import { hasText } from './t';

type Document = { components: { schemas: { ProblemCode: { enum: string[] } } } };

const document = JSON.parse(openapi) as Document;
const codes = document.components.schemas.ProblemCode.enum;

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
