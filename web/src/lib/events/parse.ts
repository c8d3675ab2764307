import { overNetwork } from '@/lib/api/reach';

/** One server-sent event. `id` is the last id seen on this stream, as the standard has it. */
export type ServerEvent = { id: string | null; name: string; data: string };

/**
 * Reads `text/event-stream` (WHATWG HTML, "server-sent events"): events of any number of lines, cut anywhere by the
 * network, with any of the three line ends. An event that was not closed by an empty line is dropped.
 * `onBytes` is called for everything that arrives, comments too: it proves that the connection lives.
 */
export async function* parseEvents(
  body: ReadableStream<Uint8Array>,
  onBytes?: () => void,
): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let id: string | null = null;
  let name = '';
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await overNetwork(reader.read());
      if (done) {
        return;
      }
      onBytes?.();
      rest += decoder.decode(value, { stream: true });
      // A trailing \r may be half of \r\n: it waits for what follows.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) {
            yield { id, name: name || 'message', data: data.join('\n') };
          }
          name = '';
          data = [];
          continue;
        }
        const colon = line.indexOf(':');
        const field = colon < 0 ? line : line.slice(0, colon);
        const text = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
        if (field === 'data') {
          data.push(text);
        } else if (field === 'event') {
          name = text;
        } else if (field === 'id' && !text.includes('\0')) {
          id = text;
        }
      }
    }
  } finally {
    // Ends the connection also when the caller stops listening early.
    await reader.cancel().catch(() => undefined);
  }
}
