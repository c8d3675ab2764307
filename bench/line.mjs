// A connection that speaks as much HTTP/1.1 as the measurements need: one request after the other, answers by length or in chunks.
// The client shares its processors with what it measures, and Node's own takes longer for each piece of an answer than Potluck.

import { connect } from 'node:net';

/** What all connections read into: whoever reads understands it at once. */
const READ = Buffer.alloc(256 * 1024);
const LINE_FEED = 10;
const FIRST_TOKEN = /"content":"[^"]|"text":"[^"]/;
/** So much of an answer's end is kept. */
const END_LENGTH = 200;

/** Where the reading of an answer is. */
const HEAD = 'head';
const CHUNK_SIZE = 'chunk size';
const CHUNK = 'chunk';
const AFTER_CHUNK = 'after a chunk';
const BY_LENGTH = 'by length';

export class Line {
  #socket;
  #host;
  #at = HEAD;
  /** Bytes of the chunk, or of the body, that are still to come. */
  #left = 0;
  #isLastChunk = false;
  #head = '';
  #lastByte = 0;
  #answer = null;
  #asked = null;

  constructor(url) {
    const { hostname: host, port } = new URL(url);
    this.#host = `${host}:${port}`;
    const onread = { buffer: READ, callback: (length) => this.#read(length) };
    this.#socket = connect({ host, port: Number(port), noDelay: true, onread });
    this.#socket.once('error', (error) => this.#fail(error));
    this.#socket.once('close', () => this.#fail(new Error('the connection was closed')));
  }

  /**
   * Posts a body, and reads the whole answer: its status; of events how many there were, the milliseconds until the first with text,
   * and how the last one ends; of anything else the text.
   */
  post(path, bearer, body) {
    const text = JSON.stringify(body);
    this.#answer = {
      status: 0,
      isEvents: false,
      events: 0,
      firstTokenMs: null,
      beforeLast: '',
      last: '',
      text: '',
      began: 0,
    };
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject };
      this.#answer.began = performance.now();
      this.#socket.write(
        `POST ${path} HTTP/1.1\r\nhost: ${this.#host}\r\nauthorization: Bearer ${bearer}\r\naccept: text/event-stream\r\n` +
          `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
      );
    });
  }

  close() {
    this.#asked = null;
    this.#socket.destroy();
  }

  #fail(error) {
    this.#asked?.reject(error);
    this.#asked = null;
  }

  #read(length) {
    let at = 0;
    while (at < length) {
      switch (this.#at) {
        case HEAD:
          at = this.#readHead(at, length);
          break;
        case CHUNK_SIZE:
          at = this.#readChunkSize(at, length);
          break;
        case AFTER_CHUNK:
          at = this.#passLineEnd(at, length);
          break;
        default:
          at = this.#readBody(at, length);
      }
    }
    return true;
  }

  #readHead(at, length) {
    const before = this.#head.length;
    this.#head += READ.latin1Slice(at, length);
    const end = this.#head.indexOf('\r\n\r\n');
    if (end === -1) {
      return length;
    }
    const head = this.#head.slice(0, end);
    this.#head = '';
    this.#answer.status = Number(head.slice(9, 12));
    this.#answer.isEvents = /\r\ncontent-type: text\/event-stream/i.test(head);
    this.#left = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    this.#at = /\r\ntransfer-encoding: chunked/i.test(head) ? CHUNK_SIZE : BY_LENGTH;
    if (this.#at === BY_LENGTH && this.#left === 0) {
      this.#end();
    }
    return at + end + 4 - before;
  }

  #readChunkSize(at, length) {
    for (let place = at; place < length; place += 1) {
      const byte = READ[place];
      if (byte === LINE_FEED) {
        this.#isLastChunk = this.#left === 0;
        this.#at = this.#isLastChunk ? AFTER_CHUNK : CHUNK;
        return place + 1;
      }
      if (byte > 32) {
        // Digits, or letters of either case.
        this.#left = this.#left * 16 + (byte < 58 ? byte - 48 : (byte | 32) - 87);
      }
    }
    return length;
  }

  #passLineEnd(at, length) {
    for (let place = at; place < length; place += 1) {
      if (READ[place] === LINE_FEED) {
        this.#at = CHUNK_SIZE;
        if (this.#isLastChunk) {
          this.#end();
        }
        return place + 1;
      }
    }
    return length;
  }

  #readBody(at, length) {
    const end = Math.min(length, at + this.#left);
    this.#left -= end - at;
    if (this.#answer.isEvents) {
      this.#readEvents(at, end);
    } else {
      this.#answer.text += READ.latin1Slice(at, end);
    }
    if (this.#left === 0 && this.#at === BY_LENGTH) {
      this.#end();
    } else if (this.#left === 0) {
      this.#at = AFTER_CHUNK;
    }
    return end;
  }

  /** Every byte is looked at, as an event ends with an empty line. */
  #readEvents(at, end) {
    const answer = this.#answer;
    let [before, events] = [this.#lastByte, 0];
    for (let place = at; place < end; place += 1) {
      const byte = READ[place];
      if (byte === LINE_FEED && before === LINE_FEED) {
        events += 1;
      }
      before = byte;
    }
    this.#lastByte = before;
    answer.events += events;
    if (answer.firstTokenMs === null && FIRST_TOKEN.test(READ.latin1Slice(at, end))) {
      answer.firstTokenMs = performance.now() - answer.began;
    }
    answer.beforeLast = answer.last;
    answer.last = READ.latin1Slice(Math.max(at, end - END_LENGTH), end);
  }

  #end() {
    const [{ resolve }, { status, events, firstTokenMs, beforeLast, last, text }] = [this.#asked, this.#answer];
    this.#at = HEAD;
    this.#isLastChunk = false;
    this.#lastByte = 0;
    this.#asked = null;
    resolve({ status, events, firstTokenMs, end: (beforeLast + last).slice(-END_LENGTH), text });
  }
}
