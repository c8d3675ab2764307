import { CancelledError } from '@tanstack/react-query';

/** What one field of a form did wrong, as the server says it. */
export type FieldError = { field: string; code: string; message: string; limit?: number };

/** Codes that the page makes itself, when no answer of the server's own came. */
const NETWORK = 'network';
const UNREADABLE = 'unreadable_answer';
/** And where no answer is to blame: the page itself is wrong. */
const FAULT = 'fault';

/** What Chromium, Firefox, Safari and Vite say where a part of the app could not be fetched: an `import()` fails with a bare error. */
const PART_MISSING = /dynamically imported module|Importing a module script failed|Unable to preload CSS/;

/**
 * A refusal: the server's problem document (RFC 9457), or a lost connection in the same form.
 * `detail` is a sentence that says what to do; `extra` holds the members that some codes add.
 */
export class Problem extends Error {
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | null;
  readonly fields: readonly FieldError[];
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(init: {
    code: string;
    status: number;
    title: string;
    detail: string;
    requestId?: string | null;
    fields?: readonly FieldError[];
    extra?: Record<string, unknown>;
  }) {
    super(init.detail || init.title);
    this.name = 'Problem';
    this.code = init.code;
    this.status = init.status;
    this.title = init.title;
    this.detail = init.detail;
    this.requestId = init.requestId ?? null;
    this.fields = init.fields ?? [];
    this.extra = init.extra ?? {};
  }

  /** Whether the same request may well succeed if it is simply sent again later. */
  get passing(): boolean {
    return this.code !== FAULT && (this.status === 0 || this.status === 429 || this.status >= 500);
  }
}

export function isProblem(error: unknown, code?: string): error is Problem {
  return error instanceof Problem && (code === undefined || error.code === code);
}

/** A request that got no answer. */
export function noConnection(): Problem {
  return new Problem({ code: NETWORK, status: 0, title: 'No connection', detail: '' });
}

/** Our own faults that were reported, and as what they are told: the same one is drawn many times. */
const faults = new WeakMap<object, Problem>();

/**
 * Whatever was thrown, as a problem. What is neither a refusal nor the network (reach.ts) is a fault of our own: told as one, and
 * reported, once, where a developer or a test hears of it.
 */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) {
    return error;
  }
  if (error instanceof SyntaxError || wasGivenUp(error)) {
    // Not the JSON that was asked for, or given up before it came.
    return new Problem({ code: UNREADABLE, status: 0, title: 'Unexpected answer', detail: '' });
  }
  if (error instanceof Error && PART_MISSING.test(error.message)) {
    return noConnection();
  }
  return fault(error instanceof Error ? error : new Error(String(error)));
}

/** By `AbortController`, or by the cache of queries. */
function wasGivenUp(error: unknown): boolean {
  const isAbort =
    typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
  return isAbort || error instanceof CancelledError;
}

function fault(error: Error): Problem {
  const known = faults.get(error);
  if (known !== undefined) {
    return known;
  }
  const told = new Problem({ code: FAULT, status: 0, title: 'A fault of this page', detail: '' });
  faults.set(error, told);
  globalThis.reportError(error);
  return told;
}

/** The problem in an answer that is not a success. `body` is what it carried, already read. */
export function problemFrom(response: Response, body: unknown): Problem {
  if (typeof body !== 'object' || body === null || !('code' in body)) {
    // Not from Potluck itself: a proxy in front of it, most likely.
    return new Problem({
      code: response.status >= 500 ? 'unavailable' : UNREADABLE,
      status: response.status,
      title: response.statusText,
      detail: '',
    });
  }
  const {
    type: _type,
    title,
    status: _status,
    code,
    detail,
    request_id,
    errors,
    ...extra
  } = body as Record<string, unknown>;
  return new Problem({
    code: String(code),
    status: response.status,
    title: typeof title === 'string' ? title : '',
    detail: typeof detail === 'string' ? detail : '',
    requestId: typeof request_id === 'string' ? request_id : null,
    fields: Array.isArray(errors) ? (errors as FieldError[]) : [],
    extra,
  });
}

/** Reads a refused answer's body and makes the problem of it. */
export async function readProblem(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    return problemFrom(response, JSON.parse(text));
  } catch {
    return problemFrom(response, null);
  }
}
