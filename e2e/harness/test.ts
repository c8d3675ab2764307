import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { test as base, expect, inject, type TestContext } from 'vitest';
import type { House } from './house';
import { Mailbox } from './mailbox';
import { OUT } from './out';
import { type Account, type Device, type Keeping, Person, type Theme } from './person';
import { SimulatedHouse } from './simulatedHouse';
import type { Vendor } from './vendor';

type Task = TestContext['task'];

/** How somebody comes: on which device, and whether by the server's name (`localhost`) in place of its address. */
type Arrival = { device?: Device; theme?: Theme; byName?: boolean };

/** Whoever takes part in one test; everybody in a browser of their own. */
export class People {
  readonly #browser: Browser;
  readonly #house: House;
  readonly #keeping: Keeping;
  readonly #task: Task;
  readonly #all: Person[] = [];

  constructor(browser: Browser, house: House, keeping: Keeping, task: Task) {
    this.#browser = browser;
    this.#house = house;
    this.#keeping = keeping;
    this.#task = task;
  }

  /** Somebody new with an empty browser, who has not opened the page yet. */
  async visitor(name: string, options: Arrival = {}): Promise<Person> {
    return this.#arrive(newAccount(name), options);
  }

  /** Somebody with an account, signed in, who has not opened the page yet. */
  async member(name: string, options: Arrival = {}): Promise<Person> {
    const person = await this.visitor(name, options);
    await person.signUpAtOnce();
    return person;
  }

  /** The same person at another device, signed in there: at once, without a page, or as `signIn` does it. */
  async deviceOf(
    person: Person,
    options: Arrival & { signIn?: (again: Person) => Promise<void> } = {},
  ): Promise<Person> {
    const { signIn = (again) => again.signInAtOnce(), ...looks } = options;
    const again = await this.#arrive(person.account, looks);
    await signIn(again);
    return again;
  }

  async #arrive(account: Account, { byName = false, ...options }: Arrival): Promise<Person> {
    const url = byName ? this.#house.url.replace('127.0.0.1', 'localhost') : this.#house.url;
    const person = await Person.arrive(this.#browser, { url, account, keeping: this.#keeping, ...options });
    this.#all.push(person);
    return person;
  }

  /** Leaves pictures and the log if the test has failed; then nobody's browser may have anything to complain about. */
  async leave(): Promise<void> {
    const complaints: string[] = [];
    for (const person of this.#all) {
      const mine = await person.watch.complaints();
      complaints.push(...mine.map((complaint) => `${person.name}: ${complaint}`));
    }
    if (this.#task.result?.state === 'fail' || complaints.length > 0) {
      await this.#leaveTraces();
    }
    for (const person of this.#all) {
      await person.context.close();
    }
    expect(complaints, 'what the browsers noticed').toEqual([]);
  }

  async #leaveTraces(): Promise<void> {
    const test = this.#task.name.replaceAll(/\W+/g, '-');
    await copyFile(this.#house.logFile, join(OUT, `${test}.log`));
    for (const [index, person] of this.#all.entries()) {
      // The page may be what is broken; then the test's own failure is the news.
      await person.screenshot(OUT, `${test}-${index}-${person.name}`).catch(() => undefined);
    }
  }
}

let accounts = 0;

/** An account that nobody has yet. */
export function newAccount(name: string): Account {
  accounts += 1;
  const number = `${process.pid}-${accounts}`;
  return {
    name,
    email: `${name.toLowerCase()}-${number}@example.org`,
    password: `a long enough secret ${number}`,
  };
}

/** A test with the run's Chromium, a Potluck and a vendor for its file, and people of its own. */
export const test = base
  .extend('browser', { scope: 'file' }, async ({}, { onCleanup }) => {
    const browser = await chromium.connect(inject('chromium'));
    onCleanup(() => browser.close());
    return browser;
  })
  .extend('simulated', { scope: 'file' }, async ({}, { onCleanup }) => {
    const simulated = await SimulatedHouse.open();
    onCleanup(() => simulated.close());
    return simulated;
  })
  .extend('house', { scope: 'file' }, ({ simulated }): House => simulated.house)
  .extend('vendor', async ({ simulated }, { onCleanup }): Promise<Vendor> => {
    // Whatever a test told it ends with that test.
    onCleanup(() => simulated.vendor.reset());
    return simulated.vendor;
  })
  // To keep the app for being offline is a fifth of what a test costs, and most tests are not about it.
  .extend('keeping', { scope: 'file' }, (): Keeping => 'block')
  .extend('people', async ({ browser, house, keeping, task }, { onCleanup }) => {
    const people = new People(browser, house, keeping, task);
    onCleanup(() => people.leave());
    return people;
  });

/** The same in browsers that keep the app for being offline, with the service worker that does it between the page and the server. */
export const testWithKeeping = test.extend('keeping', { scope: 'file' }, (): Keeping => 'allow');

/** The same on a Potluck where shares can be paid by card. */
export const testWithCards = test.extend('simulated', { scope: 'file' }, async ({}, { onCleanup }) => {
  const simulated = await SimulatedHouse.openWithCards();
  onCleanup(() => simulated.close());
  return simulated;
});

/** The same on a Potluck where chats are named by a model. */
export const testWithTitles = test.extend('simulated', { scope: 'file' }, async ({}, { onCleanup }) => {
  const simulated = await SimulatedHouse.open(() => '', true);
  onCleanup(() => simulated.close());
  return simulated;
});

/** The same with a mailbox that nobody mails to yet. */
const testWithMailbox = test.extend('mailbox', { scope: 'file' }, async ({}, { onCleanup }) => {
  const mailbox = await Mailbox.open();
  onCleanup(() => mailbox.close());
  return mailbox;
});

/** The same on a Potluck that sends mail, and takes addresses as they are typed. */
export const testWithMail = testWithMailbox.extend(
  'simulated',
  { scope: 'file' },
  async ({ mailbox }, { onCleanup }) => {
    const simulated = await SimulatedHouse.open(
      () => `smtp_url = "${mailbox.url}"\nemail_verification = false\n`,
    );
    onCleanup(() => simulated.close());
    return simulated;
  },
);

/** The same on a Potluck that wants addresses confirmed. */
export const testWithVerification = testWithMailbox.extend(
  'simulated',
  { scope: 'file' },
  async ({ mailbox }, { onCleanup }) => {
    const simulated = await SimulatedHouse.open(() => `smtp_url = "${mailbox.url}"\n`);
    onCleanup(() => simulated.close());
    return simulated;
  },
);

/** The same on a Potluck where people can sign in with the simulator's OpenID Connect issuer. */
export const testWithIssuer = test.extend('simulated', { scope: 'file' }, async ({}, { onCleanup }) => {
  const simulated = await SimulatedHouse.open((vendor) => vendor.issuerSettings);
  onCleanup(() => simulated.close());
  return simulated;
});

export { expect };
