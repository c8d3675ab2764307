import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { Api } from '../harness/api';
import { House } from '../harness/house';
import { OUT } from '../harness/out';
import { Person } from '../harness/person';
import { newAccount } from '../harness/test';
import { Vendor } from '../harness/vendor';
import { note } from './note';

// What people wait for, measured: not part of the tests, as a busy machine says nothing. `cargo xtask numbers`.

const TURNS = 1000;
const MINUTES_MAX = 20;
/** A session's token does not live long enough for all of them. */
const TURNS_PER_TOKEN = 100;
const GOALS = { scriptBytes: 200_000, openMs: 300, taskMs: 50, placeholderMs: 100 };

test('the first load, and a conversation of 2,000 messages', { timeout: MINUTES_MAX * 60_000 }, async () => {
  const vendor = await Vendor.start(join(OUT, 'simulator-numbers.log'));
  const house = await House.open(settings(vendor.url));
  const browser = await chromium.connect(inject('chromium'));
  try {
    const account = newAccount('Ann');
    const ann = await Person.arrive(browser, { url: house.url, account });
    const scripts = await firstLoad(ann.page, house.url);
    await note(`first load: ${Math.round(scripts / 1000)} kB of script, compressed`);
    await ann.signUp();
    const group = await ann.groups.startAlone('Plenty');
    let api = await ann.api();
    const { body } = await api.call<{ id: string }>('POST', '/conversations', {
      group_id: group,
      title: 'Long',
    });
    await vendor.answers({ text: 'A **short** answer with `code`, and a second sentence after it.' });
    for (let turn = 0; turn < TURNS; turn += 1) {
      if (turn % TURNS_PER_TOKEN === 0) {
        api = await Api.signIn(house.url, account);
      }
      await api.events(`/conversations/${body.id}/turns`, { text: `Question ${turn}?` });
    }
    await ann.goTo(`/groups/${group}/chat`);
    await ann.sees(ann.chat.inList('Long'));
    await watchTasks(ann.page);

    await watchPaint(ann.page, 'pointerdown', '.messages > article:nth-of-type(8)');
    await ann.chat.inList('Long').click();
    const openMs = await painted(ann.page);
    await ann.sees(`Question ${TURNS - 1}?`);
    const opening = await longestTask(ann.page);
    await note(
      `2,000 messages: open in ${openMs} ms from the press to the paint, longest task ${opening} ms`,
    );

    for (let step = 0; step < 60; step += 1) {
      await ann.page.mouse.wheel(0, -600);
      await ann.page.evaluate(() => new Promise(requestAnimationFrame));
    }
    const scrolling = await longestTask(ann.page);
    await note(`scrolling up: longest task ${scrolling} ms`);

    await vendor.answers({ words: 1000, token_delay_ms: 10, first_token_delay_ms: 1000 });
    await watchPaint(ann.page, 'keydown', 'article[aria-busy="true"]');
    await ann.chat.ask('And on and on?');
    const placeholderMs = await painted(ann.page);
    await note(`asking: question and placeholder painted after ${placeholderMs} ms`);
    await ann.chat.readsToEnd();
    const streaming = await longestTask(ann.page);
    await note(`100 tokens a second into it: longest task ${streaming} ms`);

    expect(scripts).toBeLessThanOrEqual(GOALS.scriptBytes);
    expect(openMs).toBeLessThanOrEqual(GOALS.openMs);
    expect(placeholderMs).toBeLessThanOrEqual(GOALS.placeholderMs);
    expect(Math.max(scrolling, streaming)).toBeLessThanOrEqual(GOALS.taskMs);
  } finally {
    await browser.close();
    await house.close();
    await vendor.stop();
  }
});

/** The compressed bytes of script that a first visitor fetches until the page is there. */
async function firstLoad(page: Page, url: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const scripts = new Set<string>();
  let bytes = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') {
      scripts.add(requestId);
    }
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes += scripts.has(requestId) ? encodedDataLength : 0;
  });
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return bytes;
}

/** Notes every task that blocks the page for longer than 50 ms from here on. */
async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { tasks });
    new PerformanceObserver((list) => {
      tasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
  });
}

type Waited = { painted: Promise<number> };

/** Measures from the next press of a key or a button until something is painted: what somebody waits for, without whoever drives the page. */
async function watchPaint(page: Page, press: 'keydown' | 'pointerdown', selector: string): Promise<void> {
  await page.evaluate(
    ([event, wanted]) => {
      const painted = new Promise<number>((resolve) => {
        const pressed = new Promise<number>((began) =>
          document.addEventListener(event, ({ timeStamp }) => began(timeStamp), {
            once: true,
            capture: true,
          }),
        );
        const seen = new MutationObserver(() => {
          if (document.querySelector(wanted) !== null) {
            seen.disconnect();
            // What was drawn before a frame is on the screen with the one after it.
            requestAnimationFrame(() =>
              requestAnimationFrame(async (now) => resolve(Math.round(now - (await pressed)))),
            );
          }
        });
        seen.observe(document.body, { subtree: true, childList: true, attributes: true });
      });
      Object.assign(globalThis, { painted });
    },
    [press, selector] as const,
  );
}

/** How long that took, in milliseconds. */
async function painted(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as Waited).painted);
}

/** The longest of them since it was asked last; 0 if there was none. */
async function longestTask(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { tasks } = globalThis as unknown as { tasks: number[] };
    return Math.round(Math.max(0, ...tasks.splice(0)));
  });
}

function settings(vendor: string): string {
  return `
[[providers]]
id = "openai-like"
kind = "openai"
base_url = "${vendor}/v1"
api_key = "e2e"

[[models]]
id = "steady"
name = "Steady"
provider = "openai-like"
input_usd_per_mtok = "0.001"
output_usd_per_mtok = "0.001"
context_tokens = 10000000
max_output_tokens = 4096

[[plans]]
code = "plenty"
name = "Plenty"
seats = 2
price = "2.00 USD"
credit_usd = "1000.00"
`;
}
