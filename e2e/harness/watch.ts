import type { BrowserContext, ConsoleMessage, Page, Request, Response } from 'playwright-core';

/**
 * What Chromium writes to the console for every refusal and every lost connection, which are looked at by themselves; Playwright where
 * the app is not kept for being offline; and Chromium where a busy machine draws the first words long after their letters have come.
 */
const TOLD_ELSEWHERE =
  /^Failed to load resource: |^Service Worker registration blocked by Playwright$|was preloaded using link preload but not used/;

/** What moves further by itself, jumps away from whoever reads or is about to press it; told of every page. */
const SMALL_JUMP = 0.05;
/** What Core Web Vitals call poor. Where a busy machine brings everything late, pages move by less than this unseen in most tests. */
const JUMP_MAX = 0.25;
const JUMPS = /the page jumps by ([\d.]+)/;

/**
 * Watches everything that a person's browser does, for what must never happen in any test: a request to another host,
 * a violated security policy, an error in a script or on the console, a server's fault, a secret in storage, a page that jumps.
 */
export class Watch {
  readonly #origin: string;
  readonly #context: BrowserContext;
  readonly #complaints: string[] = [];
  readonly #secrets = new Set<string>();
  readonly #expected: RegExp[] = [];
  readonly #visited = new Set<string>();
  /** From which complaint on the page may move. */
  #mayMoveFrom = Number.POSITIVE_INFINITY;
  #jumpMax = JUMP_MAX;

  /** Watches a browser that has not opened any page yet. */
  static async over(context: BrowserContext, origin: string): Promise<Watch> {
    await context.addInitScript(tellJumps, { most: SMALL_JUMP, origin });
    return new Watch(context, origin);
  }

  private constructor(context: BrowserContext, origin: string) {
    this.#context = context;
    this.#origin = origin;
    context.on('request', (request) => this.#onRequest(request));
    context.on('response', (response) => this.#onResponse(response));
    context.on('console', (message) => this.#onConsole(message));
    context.on('weberror', (error) =>
      this.#complain(`script error: ${error.error().stack ?? error.error().message}`),
    );
  }

  /** A text that must never be found in the browser's storage. */
  hides(secret: string): void {
    this.#secrets.add(secret);
  }

  /** Another host's pages that the browser is sent to on purpose. */
  visits(url: string): void {
    this.#visited.add(new URL(url).origin);
  }

  /** From now on somebody else changes what this person looks at: it cannot but move. */
  othersChangeThePage(): void {
    this.#mayMoveFrom = Math.min(this.#mayMoveFrom, this.#complaints.length);
  }

  /** Also small jumps: where the test is about what is seen. */
  noticesSmallJumps(): void {
    this.#jumpMax = SMALL_JUMP;
  }

  /** A complaint that this test provokes on purpose. */
  expects(complaint: RegExp): void {
    this.#expected.push(complaint);
  }

  /** What happened that must not. Reads the storage of all open pages first. */
  async complaints(): Promise<readonly string[]> {
    for (const page of this.#context.pages()) {
      await this.#lookIntoStorage(page);
    }
    return this.#complaints.filter(
      (complaint, index) =>
        !this.#expected.some((pattern) => pattern.test(complaint)) && !this.#isPassed(complaint, index),
    );
  }

  /** A jump that may be. */
  #isPassed(complaint: string, index: number): boolean {
    const by = JUMPS.exec(complaint)?.[1];
    return by !== undefined && (index >= this.#mayMoveFrom || Number(by) <= this.#jumpMax);
  }

  #complain(complaint: string): void {
    this.#complaints.push(complaint);
  }

  #onRequest(request: Request): void {
    const url = new URL(request.url());
    const elsewhere = url.origin !== this.#origin && !this.#visited.has(url.origin);
    if (!['data:', 'blob:'].includes(url.protocol) && elsewhere) {
      this.#complain(`request to another host: ${request.url()}`);
    }
  }

  #onResponse(response: Response): void {
    if (response.status() >= 500) {
      this.#complain(`${response.request().method()} ${response.url()} answers ${response.status()}`);
    }
  }

  #onConsole(message: ConsoleMessage): void {
    const loud = message.type() === 'error' || message.type() === 'warning';
    if (loud && !TOLD_ELSEWHERE.test(message.text())) {
      this.#complain(`console ${message.type()}: ${message.text()}`);
    }
  }

  async #lookIntoStorage(page: Page): Promise<void> {
    if (new URL(page.url()).origin !== this.#origin) {
      return;
    }
    const stored = await page.evaluate(() =>
      // The title too: browsers write it into their history.
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, document.title]),
    );
    // A JSON web token, whoever made it.
    if (/eyJ[\w-]+\.[\w-]+\./.test(stored)) {
      this.#complain('a token is in the storage');
    }
    for (const secret of this.#secrets) {
      if (stored.includes(JSON.stringify(secret).slice(1, -1))) {
        this.#complain(`the storage holds ${JSON.stringify(secret)}`);
      }
    }
  }
}

/**
 * Runs in every page, before its own scripts: says on the console when what is shown has moved by itself. Counted as Chromium's
 * Cumulative Layout Shift: what moves within half a second of a press or of another size of the window was asked for, which the
 * browser itself says of it; a second of calm, or five in all, begin anew. Asked for is also what moves while the server is asked to
 * change something, or what it changed is fetched: on a busy machine, or a slow line, that takes longer.
 */
function tellJumps({ most, origin }: { most: number; origin: string }): void {
  if (globalThis.location.origin !== origin || globalThis.self !== globalThis.top) {
    // Another host's page, or a frame: what is in it moves nothing beside it.
    return;
  }
  type Shift = PerformanceEntry & {
    value: number;
    hadRecentInput: boolean;
    sources: readonly { node: Element | Text | null; previousRect: DOMRect; currentRect: DOMRect }[];
  };
  const CALM_MS = 1000;
  const LONGEST_MS = 5000;
  const ASKED_MS = 500;
  /** Changes that the page makes without anybody asking. */
  const BY_ITSELF = /\/(auth\/refresh|drafts\/)|[?&]preview=true/;
  let moved = 0;
  let began = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let asking = 0;
  let answered = Number.NEGATIVE_INFINITY;
  const isAsked = () => asking > 0 || performance.now() - answered < ASKED_MS;
  // Files that somebody chose: in a window of the system's own, which is no press in this one.
  globalThis.addEventListener('change', () => (answered = performance.now()), true);
  const original = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const changes = request.method !== 'GET' && !BY_ITSELF.test(request.url);
    if (!(changes || (request.method === 'GET' && isAsked()))) {
      return original(request);
    }
    asking += 1;
    try {
      return await original(request);
    } finally {
      asking -= 1;
      answered = performance.now();
    }
  };
  new PerformanceObserver((list) => {
    for (const { value, startTime, hadRecentInput, sources } of list.getEntries() as Shift[]) {
      if (hadRecentInput || isAsked()) {
        continue;
      }
      if (startTime - last > CALM_MS || startTime - began > LONGEST_MS) {
        [moved, began] = [0, startTime];
      }
      moved += value;
      last = startTime;
      if (moved > most) {
        const what = sources
          .slice(0, 2)
          .map(
            ({ node, previousRect: from, currentRect: to }) =>
              `${node?.parentElement?.outerHTML.slice(0, 150)} from ${from.x},${from.y} to ${to.x},${to.y}`,
          );
        // biome-ignore lint/suspicious/noConsole: where it is heard
        console.error(`the page jumps by ${moved.toFixed(3)}: ${what.join(' | ')}`);
      }
    }
  }).observe({ type: 'layout-shift', buffered: true });
}
