import { createStore, type Store, useStore } from '@/lib/store';
import { Problem, readProblem } from './problem';
import { reach } from './reach';
import type { Session, User } from './types';

/**
 * Who is signed in, in this tab.
 * - `starting`: not yet asked.
 * - `expired`: the refresh was refused while somebody was working; the page stays, requests wait for the sign-in dialog.
 * - `unreachable`: the first question got no answer; asked again by `startSession`.
 */
export type SessionState =
  | { status: 'starting' }
  | { status: 'signed_out' }
  | { status: 'signed_in'; user: User }
  | { status: 'expired'; user: User }
  | { status: 'unreachable'; problem: Problem };

/** The access token lives here and nowhere else: never in storage, where any script could read it later. */
type Token = { value: string; goodUntilMs: number };

const REFRESH_EARLY_MS = 30_000;
const AUTH = '/api/v1/auth';

let token: Token | null = null;
let refreshing: Promise<Token | null> | null = null;
const state: Store<SessionState> = createStore<SessionState>({ status: 'starting' });

/** Tells this browser's other tabs about signing out: the cookie is theirs too. */
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('potluck.session');
tabs?.addEventListener('message', () => forget());

export const sessionState: Pick<Store<SessionState>, 'get' | 'subscribe'> = state;

export function useSession(): SessionState {
  return useStore(state);
}

/** The signed-in user, also while the session waits to be renewed. Null for visitors. */
export function currentUser(): User | null {
  const now = state.get();
  return now.status === 'signed_in' || now.status === 'expired' ? now.user : null;
}

/** Asks once who the refresh cookie belongs to; later calls answer at once. */
export async function startSession(): Promise<SessionState> {
  const now = state.get();
  if (now.status === 'starting' || now.status === 'unreachable') {
    try {
      await refresh();
    } catch (error) {
      if (!(error instanceof Problem)) {
        throw error;
      }
      state.set({ status: 'unreachable', problem: error });
    }
  }
  return state.get();
}

/** Takes over what sign-up, sign-in or refresh answered. */
export function adoptSession(session: Session): void {
  const before = currentUser();
  if (before !== null && before.id !== session.user.id) {
    // Somebody else signed in with this browser: nothing of whoever was here stays in this tab.
    forget();
  }
  token = { value: session.access_token, goodUntilMs: Date.now() + session.expires_in * 1000 };
  const now = state.get();
  if (now.status !== 'signed_in' || !isSame(now.user, session.user)) {
    state.set({ status: 'signed_in', user: session.user });
  }
}

/** Takes over what the server says about the signed-in user. */
export function adoptUser(user: User): void {
  const now = state.get();
  if ((now.status === 'signed_in' || now.status === 'expired') && !isSame(now.user, user)) {
    state.set({ ...now, user });
  }
}

function isSame(a: User, b: User): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Takes over what a sign-in answers if it is this person's, and says whether it was. Somebody else's ends at once, and what is in this
 * tab stays whose it is. No tab refreshes meanwhile, with a cookie that is not to stay.
 */
export async function adoptSessionOf(userId: string, signIn: () => Promise<Session>): Promise<boolean> {
  return exclusively(async () => {
    const session = await signIn();
    if (session.user.id !== userId) {
      await endOnServer();
      return false;
    }
    adoptSession(session);
    return true;
  });
}

/**
 * Signs this browser out. Works without a connection too: the page forgets at once, and a failure is thrown. The server hears
 * it even when the tab is closed in the same moment.
 */
export async function signOut(): Promise<void> {
  const told = endOnServer();
  forget();
  tabs?.postMessage('signed_out');
  await told;
}

/** Ends the session of this browser's cookie. */
async function endOnServer(): Promise<void> {
  const response = await reach(`${AUTH}/sign-out`, {
    method: 'POST',
    credentials: 'same-origin',
    keepalive: true,
  });
  if (!response.ok && response.status !== 401) {
    throw await readProblem(response);
  }
}

/**
 * A new session takes the place of this browser's: `replace` asks for it with the token of the old one. No tab refreshes
 * meanwhile, with a cookie that is about to be another.
 */
export async function replaceSession<T extends Session>(replace: (token: string) => Promise<T>): Promise<T> {
  const old = (await bearer()) ?? '';
  return exclusively(async () => {
    const session = await replace(old);
    adoptSession(session);
    return session;
  });
}

/** The session ended on the server. Another may have taken its place in this browser; otherwise it is signed out. */
export async function sessionEnded(): Promise<void> {
  if ((await refresh()) === null) {
    forget();
  }
}

/** Forgets the session in this tab, without telling the server: it ended there already. */
export function forget(): void {
  token = null;
  state.set({ status: 'signed_out' });
}

/** A token that is good for a request now, or null for visitors. Refreshes shortly before the end. */
export async function bearer(): Promise<string | null> {
  const now = state.get();
  if (now.status === 'signed_out') {
    return null;
  }
  if (now.status === 'expired') {
    return restored();
  }
  if (token !== null && token.goodUntilMs - Date.now() > REFRESH_EARLY_MS) {
    return token.value;
  }
  return (await refresh())?.value ?? afterRefusal();
}

/** Replaces a token that the server refused. Several requests refused together refresh once. */
export async function renew(refused: string): Promise<string | null> {
  if (token !== null && token.value !== refused) {
    return token.value;
  }
  return (await refresh())?.value ?? afterRefusal();
}

/** Takes a new token now: what it carries has changed. */
export async function renewNow(): Promise<void> {
  await refresh();
}

function afterRefusal(): Promise<string | null> {
  return state.get().status === 'expired' ? restored() : Promise.resolve(null);
}

/** Resolves when the person has signed in again, or to null when they chose to sign out instead. */
function restored(): Promise<string | null> {
  return new Promise((resolve) => {
    const stop = state.subscribe(() => {
      if (state.get().status !== 'expired') {
        stop();
        resolve(token?.value ?? null);
      }
    });
  });
}

function refresh(): Promise<Token | null> {
  refreshing ??= exclusively(requestRefresh).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

/**
 * The refresh token is replaced by each use, so two tabs must not use the same one at once: the second would look
 * like a thief's. Web Locks queue them; where they are missing (plain http) the server's own grace has to do.
 */
async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  return locks ? await locks.request('potluck.refresh', work) : work();
}

async function requestRefresh(): Promise<Token | null> {
  const response = await reach(`${AUTH}/refresh`, { method: 'POST', credentials: 'same-origin' });
  if (response.ok) {
    adoptSession((await response.json()) as Session);
    return token;
  }
  if (response.status !== 401) {
    throw await readProblem(response);
  }
  token = null;
  const user = currentUser();
  state.set(user === null ? { status: 'signed_out' } : { status: 'expired', user });
  return null;
}
