// @vitest-environment node
import { describe, expect, test } from 'vitest';
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

  test('a lost connection passes', () => {
    expect(asProblem(new TypeError('Failed to fetch'))).toMatchObject({ code: 'network', passing: true });
  });
});
