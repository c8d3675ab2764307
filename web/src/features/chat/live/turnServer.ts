import { vi } from 'vitest';
import type { Message } from '@/lib/api/types';
import type { TurnEvent } from './turnEvent';

/** One stream that a test writes to. */
export type Line = {
  readonly path: string;
  readonly lastEventId: string | null;
  readonly body: Record<string, unknown> | null;
  send(...events: TurnEvent[]): void;
  /** Breaks the connection. */
  cut(): void;
};

/** A pretend server of turns, behind `fetch`: every stream that is opened waits in `lines` to be written to. */
export function turnServer() {
  const lines: Line[] = [];
  const stopped: string[] = [];
  const asked: Record<string, unknown>[] = [];
  const refusals: Response[] = [];

  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/stop')) {
      stopped.push(pathname);
      return Response.json({ id: pathname.split('/').at(-2), status: 'running' });
    }
    const text = await request.text();
    const body = text === '' ? null : JSON.parse(text);
    if (body !== null) {
      asked.push(body);
    }
    const refusal = refusals.shift();
    if (refusal !== undefined) {
      return refusal;
    }
    const encoder = new TextEncoder();
    let out: ReadableStreamDefaultController<Uint8Array> | undefined;
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        out = controller;
      },
    });
    request.signal.addEventListener('abort', () => out?.error(new DOMException('', 'AbortError')));
    lines.push({
      path: pathname,
      lastEventId: request.headers.get('Last-Event-ID'),
      body,
      send(...events) {
        for (const { name, ...data } of events) {
          const id = 'seq' in data ? `id: ${data.seq}\n` : '';
          out?.enqueue(encoder.encode(`event: ${name}\n${id}data: ${JSON.stringify(data)}\n\n`));
        }
      },
      cut: () => out?.error(new TypeError('network')),
    });
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
  });

  return {
    lines,
    stopped,
    /** What was sent to be answered, refused or not. */
    asked,
    /** The next stream is refused. */
    refuse(status: number, code: string, more: Record<string, unknown> = {}) {
      const body = {
        type: '',
        title: code,
        status,
        code,
        detail: `It says ${code}.`,
        request_id: 'r',
        ...more,
      };
      refusals.push(
        new Response(JSON.stringify(body), {
          status,
          headers: { 'content-type': 'application/problem+json' },
        }),
      );
    },
    /** Waits for the stream with this number. */
    async line(index: number): Promise<Line> {
      return vi.waitUntil(() => lines[index]);
    },
  };
}

export function started(turnId: string): TurnEvent {
  return {
    name: 'turn.started',
    turn_id: turnId,
    conversation_id: 'c',
    question_id: 'q',
    reply_id: 'r',
    model: 'demo',
    max_output_tokens: 100,
    shortened: false,
    held_nanousd: 5,
  };
}

export function delta(seq: number, text: string): TurnEvent {
  return { name: 'text.delta', seq, text };
}

export function finished(turnId: string, status: 'finished' | 'stopped' = 'finished'): TurnEvent {
  return { name: 'turn.finished', turn_id: turnId, status, usage: null, cost_nanousd: 42, error: null };
}

export function message(id: string, parent: string | null, more: Partial<Message> = {}): Message {
  return {
    id,
    parent_id: parent,
    role: id.startsWith('q') ? 'user' : 'assistant',
    status: 'complete',
    text: id,
    attachments: [],
    model: null,
    turn_id: null,
    created_at: '2026-11-23T00:00:00Z',
    usage: null,
    cost_nanousd: null,
    error: null,
    sealed: false,
    reasoning: null,
    thought_ms: null,
    ...more,
  };
}
