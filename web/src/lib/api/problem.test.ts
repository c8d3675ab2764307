// @vitest-environment node
import { CancelledError } from '@tanstack/react-query';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { asProblem, problemFrom, readProblem } from './problem';

describe('problems', () => {
  test('a problem document keeps its code, its fields and what it adds', async () => {
    const problem = await readProblem(
      new Response(
        JSON.stringify({
          type: 'about:blank',
          title: 'Credit exhausted',
          status: 402,
          code: 'credit_exhausted',
          detail: 'Wait until midnight.',
          request_id: 'req_7',
          errors: [{ field: 'text', code: 'too_long', message: 'Shorten it.' }],
          own_left_nanousd: 5,
        }),
        { status: 402 },
      ),
    );
    expect(problem).toMatchObject({
      code: 'credit_exhausted',
      status: 402,
      requestId: 'req_7',
      passing: false,
    });
    expect(problem.fields).toEqual([{ field: 'text', code: 'too_long', message: 'Shorten it.' }]);
    expect(problem.extra).toEqual({ own_left_nanousd: 5 });
  });

  test('an answer from a proxy is told apart', async () => {
    const problem = await readProblem(new Response('<html>Bad gateway</html>', { status: 502 }));
    expect(problem).toMatchObject({ code: 'unavailable', status: 502, passing: true });
    expect(problemFrom(new Response(null, { status: 404 }), null).code).toBe('unreadable_answer');
  });

  test('what is no JSON, or was given up, is an answer that could not be read', () => {
    const all = [
      new SyntaxError('Unexpected token'),
      new DOMException('', 'AbortError'),
      new CancelledError(),
    ];
    for (const error of all) {
      expect(asProblem(error)).toMatchObject({ code: 'unreadable_answer', passing: true });
    }
  });

  test('a part of the app that could not be fetched is a lost connection, in the words of every browser', () => {
    for (const words of [
      'Failed to fetch dynamically imported module: http://here/assets/Dialog.js',
      'error loading dynamically imported module: http://here/assets/Dialog.js',
      'Importing a module script failed.',
    ]) {
      expect(asProblem(new TypeError(words))).toMatchObject({ code: 'network', passing: true });
    }
  });
});

describe('a fault of our own', () => {
  const reported = vi.fn();

  beforeEach(() => {
    reported.mockReset();
    vi.stubGlobal('reportError', reported);
  });

  test('is told as one, is not asked for again, and is reported once', () => {
    const wrong = new TypeError("Cannot read properties of undefined (reading 'id')");
    const told = asProblem(wrong);
    expect(told).toMatchObject({ code: 'fault', passing: false });
    expect(asProblem(wrong)).toBe(told);
    expect(reported.mock.calls).toEqual([[wrong]]);
  });

  test('also where what was thrown is no error', () => {
    expect(asProblem('no error')).toMatchObject({ code: 'fault' });
    expect(reported).toHaveBeenCalledOnce();
  });
});
