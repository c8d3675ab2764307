import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { PushState } from '@/lib/api/types';
import {
  askForLeave,
  isAllowed,
  type PushSupport,
  pushSupport,
  subscribe,
  subscription,
  unsubscribe,
} from './browser';

/** What I want to be told at this device. */
export type PushChoices = { answers: boolean; shares: boolean };

/** Whether this device can tell me anything, and what it does. */
export type PushHere = { support: PushSupport; choices: PushChoices };

const NOTHING: PushChoices = { answers: false, shares: false };

/** What I am told at this device. A browser that is reached elsewhere by now, or by another key, is set up anew. */
export const pushQuery = queryOptions({
  queryKey: keys.push,
  queryFn: async ({ signal }): Promise<PushHere> => {
    const support = await pushSupport();
    if (support !== 'askable') {
      return { support, choices: NOTHING };
    }
    const state = await unwrap(api.GET('/api/v1/me/push', { signal }));
    return { support, choices: (await isReached(state)) ? chosen(state) : await setUpAgain(state) };
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** Chooses what to be told here. Asks for the browser's leave where that was not done. */
export async function choosePush(choices: PushChoices): Promise<PushChoices> {
  if (!(choices.answers || choices.shares)) {
    await unwrap(api.DELETE('/api/v1/me/push'));
    await unsubscribe();
    return NOTHING;
  }
  await askForLeave();
  const { public_key } = await unwrap(api.GET('/api/v1/me/push'));
  const body = { ...(await subscribe(public_key)), ...choices };
  return chosen(await unwrap(api.PUT('/api/v1/me/push', { body })));
}

function chosen({ device }: PushState): PushChoices {
  return device === null ? NOTHING : { answers: device.answers, shares: device.shares };
}

async function isReached({ device, public_key }: PushState): Promise<boolean> {
  return device === null || (await subscription(public_key))?.endpoint === device.endpoint;
}

async function setUpAgain(state: PushState): Promise<PushChoices> {
  return choosePush(isAllowed() ? chosen(state) : NOTHING);
}
