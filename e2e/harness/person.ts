import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  APIResponse,
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Locator,
  Page,
} from 'playwright-core';
import { Api } from './api';
import { Chat } from './chat';
import { Groups } from './groups';
import { Watch } from './watch';

/** The devices that pages are looked at on. */
export const DEVICES = {
  wide: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
} satisfies Record<string, BrowserContextOptions>;

export type Device = keyof typeof DEVICES;
export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
/** For going through all of them. */
export const DEVICE_NAMES = Object.keys(DEVICES) as Device[];

/** A step that takes longer than this on a busy machine hangs. */
const STEP_MS_MAX = 30_000;

/** More than any page has stops. */
const TABS_MAX = 100;

export type Account = { name: string; email: string; password: string };

/** Whether the browser keeps the app for being offline. */
export type Keeping = NonNullable<BrowserContextOptions['serviceWorkers']>;

type Arrival = { url: string; account: Account; device?: Device; theme?: Theme; keeping?: Keeping };

/** A zone in which it is about noon: no day ends in the middle of a test. POSIX counts the hours west of Greenwich. */
export function zoneOfNoon(): string {
  const west = new Date().getUTCHours() - 12;
  return `Etc/GMT${west < 0 ? west : `+${west}`}`;
}

/** Somebody with a browser of their own. What they can do on each page is in the files beside this one. */
export class Person {
  readonly account: Account;
  readonly device: Device;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly watch: Watch;
  readonly groups: Groups;
  readonly chat: Chat;
  readonly #url: string;
  #api: Api | null = null;

  private constructor(
    url: string,
    account: Account,
    device: Device,
    context: BrowserContext,
    page: Page,
    watch: Watch,
  ) {
    this.#url = url;
    this.account = account;
    this.device = device;
    this.context = context;
    this.page = page;
    this.watch = watch;
    this.groups = new Groups(this);
    this.chat = new Chat(this);
  }

  static async arrive(
    browser: Browser,
    { url, account, device = 'wide', theme = 'light', keeping = 'allow' }: Arrival,
  ): Promise<Person> {
    const context = await browser.newContext({
      ...DEVICES[device],
      baseURL: url,
      colorScheme: theme,
      locale: 'en-GB',
      timezoneId: zoneOfNoon(),
      permissions: ['clipboard-read', 'clipboard-write'],
      serviceWorkers: keeping,
    });
    context.setDefaultTimeout(STEP_MS_MAX);
    const watch = await Watch.over(context, url);
    watch.hides(account.password);
    return new Person(url, account, device, context, await context.newPage(), watch);
  }

  get name(): string {
    return this.account.name;
  }

  /** The path that the page shows now. */
  get path(): string {
    return new URL(this.page.url()).pathname;
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(path);
  }

  /** Waits until the page has gone where the pattern says. */
  async arrivesAt(path: RegExp): Promise<void> {
    await this.page.waitForURL((url) => path.test(url.pathname));
  }

  /** Waits until it is on the page. */
  async sees(what: string | RegExp | Locator): Promise<void> {
    await this.#locator(what).waitFor();
  }

  /** Waits until it is gone. */
  async seesNoMore(what: string | RegExp | Locator): Promise<void> {
    await this.#locator(what).waitFor({ state: 'hidden' });
  }

  /** Of a text, what can be seen: on a phone the closed drawer holds the same titles as the page. */
  #locator(what: string | RegExp | Locator): Locator {
    return typeof what === 'string' || what instanceof RegExp
      ? this.page.getByText(what).filter({ visible: true }).first()
      : what;
  }

  async clicks(button: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).click();
  }

  /** Moves the focus there with the Tab key alone. */
  async tabsTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let presses = 0; presses < TABS_MAX; presses += 1) {
      await this.page.keyboard.press('Tab');
      if (await target.evaluate((element) => element === document.activeElement)) {
        return;
      }
    }
    throw new Error(`the Tab key does not lead to ${target}`);
  }

  /** Goes there with the Tab key and presses Enter. */
  async presses(target: Locator): Promise<void> {
    await this.tabsTo(target);
    await this.page.keyboard.press('Enter');
  }

  async fills(label: string, text: string): Promise<void> {
    await this.page.getByLabel(label, { exact: true }).fill(text);
  }

  /** Adds files by the picker, as they are. */
  async adds(...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    await this.page.getByLabel('Files to send', { exact: true }).setInputFiles(files);
  }

  /** Makes a link to a conversation, with a password; the link. */
  async sharesChat(title: string, password: string): Promise<string> {
    await this.opensMenu();
    await this.chat.does(title, 'Share by a link');
    await this.fills('Password', password);
    this.watch.hides(password);
    await this.clicks('Make the link');
    await this.sees('Your link is ready');
    const link = await this.typed('Link');
    await this.clicks('Close');
    return link;
  }

  /** Saves a conversation in one of the forms; what is in the file. */
  async savesChat(title: string, form: string): Promise<string> {
    await this.chat.does(title, 'Save as a file');
    const saving = this.page.waitForEvent('download');
    await this.clicks(form);
    const file = join(tmpdir(), `potluck-saved-${process.pid}`);
    await (await saving).saveAs(file);
    return await readFile(file, 'utf8');
  }

  /** On a phone the list of chats is behind a button. */
  async opensMenu(): Promise<void> {
    if (this.device === 'phone') {
      await this.clicks('Open the menu');
    }
  }

  /** What is in a field. */
  async typed(label: string): Promise<string> {
    return await this.page.getByLabel(label, { exact: true }).inputValue();
  }

  /** The same person's own calls, by a session apart from the browser's. */
  async api(): Promise<Api> {
    this.#api ??= await Api.signIn(this.#url, this.account);
    return this.#api;
  }

  /** The same person's own calls, by the browser's session. */
  async inBrowser(): Promise<Api> {
    return await Api.inBrowser(this.#url, this.context);
  }

  /** Becomes a member by the call that the form makes: for tests of something else than signing up. No page is open yet. */
  async signUpAtOnce(): Promise<void> {
    const { name, email, password } = this.account;
    const answer = await this.#authenticates('sign-up', { name, email, password });
    this.watch.hides(((await answer.json()) as { recovery_code: string }).recovery_code);
  }

  /** Signs in by the call that the form makes. No page is open yet. */
  async signInAtOnce(): Promise<void> {
    const { email, password } = this.account;
    await this.#authenticates('sign-in', { email, password });
  }

  /** The browser keeps the session that comes with the answer. */
  async #authenticates(call: 'sign-up' | 'sign-in', data: object): Promise<APIResponse> {
    const answer = await this.context.request.post(`/api/v1/auth/${call}`, { data });
    if (!answer.ok()) {
      throw new Error(`${this.account.email} cannot ${call}: ${answer.status()} ${await answer.text()}`);
    }
    return answer;
  }

  /** Goes through the form and keeps the recovery code, which it gives. Ends wherever sign-up leads from here. */
  async signUp(): Promise<string> {
    if (!this.path.startsWith('/sign-up')) {
      await this.goTo('/sign-up');
    }
    await this.fillSignUp();
    await this.clicks('Create account');
    await this.sees('Keep your recovery code');
    const code = (await this.recoveryCode()).trim();
    this.watch.hides(code);
    await this.clicks('I kept it');
    await this.page.waitForURL((url) => !url.pathname.startsWith('/sign-up'));
    return code;
  }

  async fillSignUp(): Promise<void> {
    await this.fills('Your name', this.account.name);
    await this.fills('Email address', this.account.email);
    await this.fills('Password', this.account.password);
  }

  async recoveryCode(): Promise<string> {
    return await this.page.getByLabel('Your recovery code').innerText();
  }

  async signIn(): Promise<void> {
    if (!this.path.startsWith('/sign-in')) {
      await this.goTo('/sign-in');
    }
    await this.fills('Email address', this.account.email);
    await this.fills('Password', this.account.password);
    await this.clicks('Sign in');
    await this.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  }

  /** Leaves by the account's menu, and the server knows it. */
  async signOut(): Promise<void> {
    await this.clicks(new RegExp(`^Account of ${this.name}`));
    const answered = this.page.waitForResponse((response) => response.url().endsWith('/auth/sign-out'));
    await this.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await answered;
    await this.page.waitForURL((url) => ['/', '/sign-in'].includes(url.pathname));
  }

  /** Looks at the page on a device and in a theme, as if it had always been so: nothing is in the middle of changing. */
  async looks(device: Device, theme: Theme): Promise<void> {
    await this.page.setViewportSize(DEVICES[device].viewport);
    await this.page.emulateMedia({ colorScheme: theme });
    await this.page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
    // What breathes for ever is not waited for.
    await this.page.evaluate(() => {
      const ending = document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
      return Promise.allSettled(ending.map((animation) => animation.finished)).then(() => undefined);
    });
  }

  /** A picture of the page as it is now. */
  async screenshot(directory: string, name: string): Promise<void> {
    await this.page.screenshot({ path: join(directory, `${name}.png`) });
  }
}
