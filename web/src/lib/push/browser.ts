// What a browser needs to be told something while no page of ours is open in it.

/** What the server needs to reach it. */
export type BrowserSubscription = { endpoint: string; p256dh: string; auth: string };

/**
 * - `unsupported`: it cannot, or not here: without https, in private windows, on an iPhone before it is on the home screen.
 * - `denied`: its owner does not want it to.
 * - `askable`: it has not been asked yet, or may.
 */
export type PushSupport = 'unsupported' | 'denied' | 'askable';

/** Its owner was asked for leave and did not give it. */
export class NotAllowed extends Error {}

export async function pushSupport(): Promise<PushSupport> {
  if (!('serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis)) {
    return 'unsupported';
  }
  if (Notification.permission === 'denied') {
    return 'denied';
  }
  return (await navigator.serviceWorker.getRegistration()) === undefined ? 'unsupported' : 'askable';
}

/** Whether it was given leave before. */
export function isAllowed(): boolean {
  return 'Notification' in globalThis && Notification.permission === 'granted';
}

/** Asks for leave where that was not done. First of all after a press: some browsers do not ask later. */
export async function askForLeave(): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') {
    throw new NotAllowed();
  }
}

/** Subscribes for messages from the server with this key. */
export async function subscribe(serverKey: string): Promise<BrowserSubscription> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  if (before !== null && !isFor(before, serverKey)) {
    await before.unsubscribe();
  }
  return written(await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: serverKey }));
}

/** Where it is reached by the server with this key; null: nowhere any more. */
export async function subscription(serverKey: string): Promise<BrowserSubscription | null> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const now = await pushManager.getSubscription();
  return now !== null && isFor(now, serverKey) ? written(now) : null;
}

export async function unsubscribe(): Promise<void> {
  await endSubscription(await navigator.serviceWorker.ready);
}

/** From now on nothing is told here, and what was told is out of sight: the next to look may be somebody else. Never rejects. */
export async function silence(): Promise<void> {
  if (!('serviceWorker' in navigator)) {
    return;
  }
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined);
  if (registration !== undefined) {
    await Promise.allSettled([endSubscription(registration), closeShown(registration)]);
  }
}

async function endSubscription({ pushManager }: ServiceWorkerRegistration): Promise<void> {
  await (await pushManager.getSubscription())?.unsubscribe();
}

async function closeShown(registration: ServiceWorkerRegistration): Promise<void> {
  for (const shown of await registration.getNotifications()) {
    shown.close();
  }
}

function isFor({ options }: PushSubscription, serverKey: string): boolean {
  return options.applicationServerKey !== null && base64url(options.applicationServerKey) === serverKey;
}

function written(subscription: PushSubscription): BrowserSubscription {
  const { endpoint, keys } = subscription.toJSON();
  if (endpoint === undefined || keys?.p256dh === undefined || keys.auth === undefined) {
    throw new Error('the browser does not say where it is reached');
  }
  return { endpoint, p256dh: keys.p256dh, auth: keys.auth };
}

function base64url(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
