// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { parseEvents, type ServerEvent } from './parse';

/** The stream in pieces of `size` bytes: the network cuts anywhere, also inside a letter. */
function stream(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) {
        controller.enqueue(bytes.slice(at, at + size));
      }
      controller.close();
    },
  });
}

async function read(text: string, size = 1): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const event of parseEvents(stream(text, size))) {
    events.push(event);
  }
  return events;
}

describe('parseEvents', () => {
  const text =
    ': ping\n\nevent: text.delta\nid: 1\ndata: {"text":"grüß 👋"}\n\nid: 2\r\nevent: turn.finished\r\ndata: a\r\ndata: b\r\n\r\n';
  const expected = [
    { id: '1', name: 'text.delta', data: '{"text":"grüß 👋"}' },
    { id: '2', name: 'turn.finished', data: 'a\nb' },
  ];

  test.each([1, 2, 3, 5, 7, 1000])('reads events cut every %i bytes', async (size) => {
    expect(await read(text, size)).toEqual(expected);
  });

  test('reads bare carriage returns', async () => {
    expect(await read('data: x\r\rdata: y\r\r', 4)).toEqual([{ id: null, name: 'message', data: 'x' }]);
  });

  test('drops an event that was not closed, and one without data', async () => {
    expect(await read('event: a\n\ndata: half')).toEqual([]);
  });

  test('keeps the id for later events without one', async () => {
    expect(await read('id: 9\ndata: a\n\ndata: b\n\n')).toEqual([
      { id: '9', name: 'message', data: 'a' },
      { id: '9', name: 'message', data: 'b' },
    ]);
  });
});
