import { beforeEach, expect, test, vi } from 'vitest';
import { adoptSession, forget } from '@/lib/api/session';
import { session } from '@/test/samples';
import { hush, readingAloud, speak, spoken } from './readAloud';

test.each([
  ['**Bold** and `code` and ~~gone~~', 'Bold and code and gone'],
  ['# A heading\n\n- one\n- two\n\n1. first', 'A heading\none\ntwo\nfirst'],
  ['See [the page](https://example.org/a_(b)) now', 'See the page) now'],
  ['Before\n\n```js\nconst a = 1;\n```\n\nAfter', 'Before\nAfter'],
  ['Cut off\n\n```js\nconst a', 'Cut off'],
  ['2 * 3 = 6', '2 * 3 = 6'],
  ['> Quoted', 'Quoted'],
  ['', ''],
])('%j is said as %j', (markdown, said) => {
  expect(spoken(markdown)).toBe(said);
});

const cancel = vi.fn();

beforeEach(() => {
  cancel.mockReset();
  vi.stubGlobal('speechSynthesis', { speak: vi.fn(), cancel });
  vi.stubGlobal('SpeechSynthesisUtterance', EventTarget);
});

test('reading ends with the session', () => {
  adoptSession(session());
  speak('m', 'A long answer');
  expect(readingAloud.get()).toBe('m');
  forget();
  expect([readingAloud.get(), cancel.mock.calls.length]).toEqual([null, 1]);
});

test('the late end of what was silenced does not end what is read after it', () => {
  const read: EventTarget[] = [];
  vi.stubGlobal('speechSynthesis', { speak: (utterance: EventTarget) => read.push(utterance), cancel });
  speak('m', 'Once');
  hush();
  speak('m', 'And once more');
  read[0]?.dispatchEvent(new Event('error'));
  expect(readingAloud.get()).toBe('m');
  read[1]?.dispatchEvent(new Event('end'));
  expect(readingAloud.get()).toBeNull();
});

test('nothing is silenced that was not begun here', () => {
  hush();
  expect(cancel).not.toHaveBeenCalled();
});
