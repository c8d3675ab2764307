// @vitest-environment node
import { expect, test, vi } from 'vitest';
import { overNetwork, reach } from './reach';

const there = new Request('https://potluck.test/api/v1/groups');

function answersWith(answer: Response | Error): void {
  vi.stubGlobal('fetch', () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)));
}

function brokenOff(): Response {
  return new Response(
    new ReadableStream({
      start(controller) {
        controller.error(new TypeError('terminated'));
      },
    }),
  );
}

test('no answer is a lost connection', async () => {
  answersWith(new TypeError('Failed to fetch'));
  await expect(reach(there)).rejects.toMatchObject({ code: 'network', passing: true });
});

test('an answer that breaks off is one too, however it is read', async () => {
  for (const reader of ['arrayBuffer', 'blob', 'json', 'text'] as const) {
    answersWith(brokenOff());
    const response = await reach(there);
    await expect(response[reader]()).rejects.toMatchObject({ code: 'network' });
  }
});

test('giving up stays giving up, and no JSON is no lost connection', async () => {
  const given = new DOMException('', 'AbortError');
  answersWith(given);
  await expect(reach(there)).rejects.toBe(given);
  answersWith(new Response('<html>'));
  await expect((await reach(there)).json()).rejects.toBeInstanceOf(SyntaxError);
});

test('what comes whole is read as ever', async () => {
  answersWith(Response.json({ name: 'Kitchen' }));
  expect(await (await reach(there)).json()).toEqual({ name: 'Kitchen' });
  expect(await overNetwork(Promise.resolve(1))).toBe(1);
});
