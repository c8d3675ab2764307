import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { adoptSession } from '@/lib/api/session';
import { type MockApi, mockApi } from '@/test/api';
import { session } from '@/test/samples';
import { followDraft } from './draftSync';
import { draftOf, setOut } from './drafts';

let api: MockApi;
let kept: string;
let place: string;
let stop: () => void;
let places = 0;

beforeEach(() => {
  adoptSession(session());
  places += 1;
  place = `place-${places}`;
  kept = '';
  stop = () => undefined;
  api = mockApi();
  api.on('get', '/api/v1/drafts/{place}', () => ({ text: kept }));
  api.on('put', '/api/v1/drafts/{place}', ({ body }) => {
    kept = (body as { text: string }).text;
    return null;
  });
});

afterEach(() => stop());

const saves = () => api.calls('put', `/api/v1/drafts/${place}`).map(({ body }) => body);

test('what was typed on another device is there', async () => {
  kept = 'Half a ques';
  stop = followDraft(place);
  await vi.waitUntil(() => draftOf(place).get() === 'Half a ques');
  expect(saves()).toEqual([]);
});

test('what is typed is saved once, a moment after the last key', async () => {
  stop = followDraft(place);
  for (const text of ['H', 'Ha', 'Hal']) {
    draftOf(place).set(text);
  }
  await vi.waitUntil(() => kept !== '');
  expect(saves()).toEqual([{ text: 'Hal' }]);
});

test('what was kept through a reload wins over what the server has', async () => {
  kept = 'Older';
  draftOf(place).set('Newer');
  stop = followDraft(place);
  await vi.waitUntil(() => kept === 'Newer');
  expect(draftOf(place).get()).toBe('Newer');
});

test('an answer that is older than what was saved meanwhile changes nothing', async () => {
  let release: (() => void) | undefined;
  api.on(
    'get',
    '/api/v1/drafts/{place}',
    () =>
      new Promise((resolve) => {
        release = () => resolve({ text: '' });
      }),
  );
  stop = followDraft(place);
  await vi.waitUntil(() => release !== undefined);
  draftOf(place).set('Typed meanwhile');
  await vi.waitUntil(() => kept === 'Typed meanwhile');
  release?.();
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(draftOf(place).get()).toBe('Typed meanwhile');
});

test('sent or emptied, it is gone from the server at once', async () => {
  kept = 'Sent';
  stop = followDraft(place);
  await vi.waitUntil(() => draftOf(place).get() === 'Sent');
  draftOf(place).set('');
  await vi.waitUntil(() => kept === '');
  expect(saves()).toEqual([{ text: '' }]);
});

test('leaving the page saves what waits', async () => {
  stop = followDraft(place);
  draftOf(place).set('Almost lost');
  stop();
  stop = () => undefined;
  await vi.waitUntil(() => kept === 'Almost lost');
  expect(saves()).toHaveLength(1);
});

test('a message that arrives after its composer closed is no draft any more', async () => {
  const leave = followDraft(place);
  draftOf(place).set('Which soup?');
  await vi.waitUntil(() => kept === 'Which soup?');
  const arrived = setOut(place, 'Which soup?');
  draftOf(place).set('');
  leave();
  expect(kept).toBe('Which soup?');
  arrived();
  await vi.waitUntil(() => kept === '');
});

test('a question that leaves the composer is saved once, and no save overtakes another', async () => {
  let release: (() => void) | undefined;
  let underwayAtOnce = 0;
  api.on('put', '/api/v1/drafts/{place}', async ({ body }) => {
    underwayAtOnce += 1;
    expect(underwayAtOnce).toBe(1);
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    underwayAtOnce -= 1;
    kept = (body as { text: string }).text;
    return null;
  });
  stop = followDraft(place);
  draftOf(place).set('What shall we cook?');
  // As the composer does it: the text is out before the field is empty.
  const arrived = setOut(place, 'What shall we cook?');
  draftOf(place).set('');
  await vi.waitUntil(() => release !== undefined);
  arrived();
  release?.();
  await vi.waitUntil(() => saves().length === 2);
  release?.();
  await vi.waitUntil(() => kept === '');
  expect(saves()).toEqual([{ text: 'What shall we cook?' }, { text: '' }]);
});
