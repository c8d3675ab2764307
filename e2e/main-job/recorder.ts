import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What the inference server itself said about one answer, in disjoint kinds of tokens. */
export type Recorded = {
  api: 'openai' | 'anthropic';
  /** The last message that was sent, which tells whose answer it is. */
  question: string;
  text: string;
  input_tokens: number;
  cached_input_tokens: number;
  output_tokens: number;
};

type Frame = Record<string, never> & {
  choices?: { delta?: { content?: string | null } }[];
  usage?: {
    prompt_tokens?: number;
    completion_tokens?: number;
    prompt_tokens_details?: { cached_tokens?: number };
    output_tokens?: number;
  } | null;
  message?: { usage?: { input_tokens?: number; cache_read_input_tokens?: number } };
  delta?: { text?: string };
};

/** So much of an answer is passed on at once; the rest waits until `release`. About as many tokens. */
const FRAMES_AT_ONCE = 110;

/**
 * Stands between Potluck and the inference server on the loopback, passes every byte on, and keeps the answers. In the
 * middle of each it waits, so that there is all the time to reload and to sign in elsewhere, on machines of any speed.
 */
export class Recorder {
  readonly #server: Server;
  readonly #vendor: string;
  readonly #middle = new EventEmitter<{ reached: []; released: [] }>();
  #inTheMiddle = 0;
  /** Every request for an answer with what was passed on so far. */
  readonly #asked: { path: string; body: string; stream: string }[] = [];

  private constructor(vendor: string) {
    this.#vendor = vendor;
    this.#server = createServer((request, response) => {
      this.#pass(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  static async start(vendor: string): Promise<Recorder> {
    const recorder = new Recorder(vendor);
    recorder.#server.listen(0, '127.0.0.1');
    await once(recorder.#server, 'listening');
    return recorder;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What was passed on of the one answer to this question. */
  answerTo(question: string): Recorded {
    const found = this.#asked.map(read).filter((answer) => answer.question.includes(question));
    if (found.length !== 1 || found[0] === undefined) {
      throw new Error(`the inference server was asked ${found.length} times: ${question}`);
    }
    return found[0];
  }

  /** Waits until an answer is in its middle, and lets it go on. */
  async release(): Promise<void> {
    if (this.#inTheMiddle === 0) {
      await once(this.#middle, 'reached');
    }
    this.#middle.emit('released');
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const leaving = new AbortController();
    response.once('close', () => leaving.abort());
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const answer = await fetch(`${this.#vendor}${request.url}`, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
      signal: leaving.signal,
    });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    const asked = { path: request.url ?? '', body: body.toString('utf8'), stream: '' };
    if (/\/(chat\/completions|messages)$/.test(asked.path)) {
      this.#asked.push(asked);
    }
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      const before = framesIn(asked.stream);
      asked.stream += decoder.decode(chunk, { stream: true });
      response.write(chunk);
      if (before < FRAMES_AT_ONCE && framesIn(asked.stream) >= FRAMES_AT_ONCE) {
        const released = once(this.#middle, 'released');
        this.#inTheMiddle += 1;
        this.#middle.emit('reached');
        await released;
        this.#inTheMiddle -= 1;
      }
    }
    response.end();
  }
}

function framesIn(stream: string): number {
  return stream.split('\ndata: ').length;
}

function read({ path, body, stream }: { path: string; body: string; stream: string }): Recorded {
  const api = path.endsWith('/messages') ? 'anthropic' : 'openai';
  const recorded: Recorded = {
    api,
    question: questionOf(body),
    text: '',
    input_tokens: 0,
    cached_input_tokens: 0,
    output_tokens: 0,
  };
  for (const line of stream.split('\n')) {
    const data = line.replace(/^data: /, '').trim();
    if (line.startsWith('data: ') && data !== '[DONE]') {
      take(recorded, JSON.parse(data) as Frame);
    }
  }
  return recorded;
}

function take(recorded: Recorded, frame: Frame): void {
  recorded.text += frame.choices?.[0]?.delta?.content ?? frame.delta?.text ?? '';
  const { usage } = frame;
  if (recorded.api === 'openai' && usage) {
    // OpenAI counts what was read from the cache inside the prompt.
    recorded.cached_input_tokens = usage.prompt_tokens_details?.cached_tokens ?? 0;
    recorded.input_tokens = (usage.prompt_tokens ?? 0) - recorded.cached_input_tokens;
    recorded.output_tokens = usage.completion_tokens ?? 0;
  }
  if (recorded.api === 'anthropic') {
    // Anthropic counts it outside.
    recorded.input_tokens = frame.message?.usage?.input_tokens ?? recorded.input_tokens;
    recorded.cached_input_tokens =
      frame.message?.usage?.cache_read_input_tokens ?? recorded.cached_input_tokens;
    recorded.output_tokens = usage?.output_tokens ?? recorded.output_tokens;
  }
}

function questionOf(asked: string): string {
  const { messages } = JSON.parse(asked) as { messages: { role: string; content: unknown }[] };
  const content = messages.findLast(({ role }) => role === 'user')?.content;
  return typeof content === 'string' ? content : JSON.stringify(content);
}
