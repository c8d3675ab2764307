import type { CDPSession } from 'playwright-core';
import type { Person } from './person';
import type { Subscribed, Vendor } from './vendor';

/** What a device shows. */
export type Shown = { title: string; body: string };

/**
 * A browser that is reached by the simulated push service: its maker's is not on this machine. Everything else is the browser's own:
 * its owner's leave, the service worker, and what is shown.
 */
export class Pushes {
  readonly #person: Person;
  readonly #vendor: Vendor;
  #cdp: CDPSession | null = null;
  #registration = '';
  #subscribed: (Subscribed & { serverKey: string }) | null = null;
  #read = 0;

  private constructor(person: Person, vendor: Vendor) {
    this.#person = person;
    this.#vendor = vendor;
  }

  /** From the next page on the browser subscribes at the simulator, and its owner lets it show notices. */
  static async to(person: Person, vendor: Vendor): Promise<Pushes> {
    const pushes = new Pushes(person, vendor);
    await person.context.grantPermissions(['notifications', 'clipboard-read', 'clipboard-write']);
    await person.context.exposeFunction('potluckSubscribed', () => pushes.#subscribed);
    await person.context.exposeFunction('potluckSubscribe', (key: string) => pushes.#subscribe(key));
    await person.context.exposeFunction('potluckUnsubscribe', () => {
      pushes.#subscribed = null;
    });
    await person.context.addInitScript(takeOver);
    return pushes;
  }

  /** What the push service has for this browser next, handed to the service worker as the browser would. */
  async arrives(): Promise<string> {
    if (this.#subscribed === null) {
      throw new Error('the browser is not subscribed');
    }
    const text = await this.#vendor.pushed(this.#subscribed.id, this.#read);
    this.#read += 1;
    await this.deliver(text);
    return text;
  }

  /** The same with any message. */
  async deliver(data: string): Promise<void> {
    const cdp = await this.#session();
    const origin = new URL(this.#person.page.url()).origin;
    await cdp.send('ServiceWorker.deliverPushMessage', { origin, registrationId: this.#registration, data });
  }

  /** What is shown now. */
  async shown(): Promise<Shown[]> {
    return await this.#person.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title, body }) => ({ title, body }));
    });
  }

  /** Clicks on the one that is shown. */
  async click(): Promise<void> {
    const worker = this.#person.context.serviceWorkers()[0];
    await worker?.evaluate(async () => {
      const self = globalThis as unknown as {
        registration: ServiceWorkerRegistration;
        NotificationEvent: new (type: string, init: object) => Event;
      };
      const [notification] = await self.registration.getNotifications();
      globalThis.dispatchEvent(new self.NotificationEvent('notificationclick', { notification }));
    });
  }

  async #subscribe(serverKey: string): Promise<Subscribed & { serverKey: string }> {
    this.#subscribed = { ...(await this.#vendor.subscribes(serverKey)), serverKey };
    return this.#subscribed;
  }

  async #session(): Promise<CDPSession> {
    if (this.#cdp !== null) {
      return this.#cdp;
    }
    const cdp = await this.#person.context.newCDPSession(this.#person.page);
    const known = new Promise<string>((resolve) => {
      cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const registration = registrations.find(({ isDeleted }) => !isDeleted);
        if (registration !== undefined) {
          resolve(registration.registrationId);
        }
      });
    });
    await cdp.send('ServiceWorker.enable');
    this.#registration = await known;
    this.#cdp = cdp;
    return cdp;
  }
}

/** Runs in the page, before its own scripts. */
function takeOver(): void {
  type Kept = { endpoint: string; p256dh: string; auth: string; serverKey: string };
  const outside = globalThis as unknown as {
    potluckSubscribed(): Promise<Kept | null>;
    potluckSubscribe(serverKey: string): Promise<Kept>;
    potluckUnsubscribe(): Promise<void>;
  };
  const told = ({ endpoint, p256dh, auth, serverKey }: Kept) => ({
    endpoint,
    options: {
      applicationServerKey: Uint8Array.from(
        atob(serverKey.replaceAll('-', '+').replaceAll('_', '/')),
        (letter) => letter.charCodeAt(0),
      ).buffer,
    },
    toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
    unsubscribe: async () => {
      await outside.potluckUnsubscribe();
      return true;
    },
  });
  Object.assign(PushManager.prototype, {
    getSubscription: async () => {
      const kept = await outside.potluckSubscribed();
      return kept === null ? null : told(kept);
    },
    subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) =>
      told(await outside.potluckSubscribe(applicationServerKey)),
  });
}
