import type { CDPSession, Worker } from 'playwright-core';
import type { Person } from './person';
import type { Subscribed, Vendor } from './vendor';

/** What a device shows. */
export type Shown = { title: string; body: string };

/** What a service worker would have shown. */
type Screen = { shown: (Shown & { tag: string; data: unknown; close(): void })[] };

/** Of the types of service workers, which the harness does without. */
declare const ExtendableEvent: new (type: string) => Event;

/**
 * A browser that is reached by the simulated push service: its maker's is not on this machine. Nor is there a screen to show anything on, so
 * that what would be shown is kept in the service worker instead. The rest is the browser's own.
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
    const worker = await this.#worker();
    return await worker.evaluate(() => {
      const { shown } = globalThis as unknown as Screen;
      return shown.map(({ title, body }) => ({ title, body }));
    });
  }

  /** Clicks on the one that is shown. */
  async click(): Promise<void> {
    const worker = await this.#worker();
    await worker.evaluate(() => {
      const notification = (globalThis as unknown as Screen).shown[0];
      const click = Object.assign(new ExtendableEvent('notificationclick'), { notification });
      globalThis.dispatchEvent(click);
    });
  }

  async #worker(): Promise<Worker> {
    const { context } = this.#person;
    return context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  }

  async #subscribe(serverKey: string): Promise<Subscribed & { serverKey: string }> {
    this.#subscribed = { ...(await this.#vendor.subscribes(serverKey)), serverKey };
    return this.#subscribed;
  }

  async #session(): Promise<CDPSession> {
    if (this.#cdp !== null) {
      return this.#cdp;
    }
    await (await this.#worker()).evaluate(keepWhatIsShown);
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
  // A browser without a screen has no leave to show anything, whatever it was given.
  Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
  Object.assign(PushManager.prototype, {
    getSubscription: async () => {
      const kept = await outside.potluckSubscribed();
      return kept === null ? null : told(kept);
    },
    subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) =>
      told(await outside.potluckSubscribe(applicationServerKey)),
  });
}

/** Runs in the service worker. One with the tag of another takes its place, as on a screen. */
function keepWhatIsShown(): void {
  const self = globalThis as unknown as Screen & { registration: object };
  self.shown = [];
  const close = (tag: string) => {
    self.shown = self.shown.filter((each) => each.tag !== tag);
  };
  Object.assign(self.registration, {
    showNotification: async (
      title: string,
      { body, tag, data }: { body: string; tag: string; data: unknown },
    ) => {
      close(tag);
      self.shown.push({ title, body, tag, data, close: () => close(tag) });
    },
  });
}
