import type { Browser, Page } from 'playwright-core';
import { Person } from '../harness/person';
import { comesToRest, slowLine } from '../harness/slowLine';
import { newAccount } from '../harness/test';
import type { Vitals } from './score';

/** A processor so much slower than this one, as Lighthouse has a phone of the middle class. */
const SLOWER = 4;
/** How a page came: when it was there and answered, and what Lighthouse would look at. */
export type Visit = Vitals & { usable: number };

/** Somebody with a phone of the middle class, on its way. */
export async function onPhone(browser: Browser, url: string, name: string): Promise<Person> {
  return await Person.arrive(browser, { url, account: newAccount(name), device: 'phone' });
}

/** Opens a page as for the first time on that phone, and measures it until nothing happens any more. */
export async function visit(
  { page }: Person,
  path: string,
  ready: (page: Page) => Promise<void>,
): Promise<Visit> {
  const cdp = await slowLine(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto(path);
  await ready(page);
  await comesToRest(page);
  const found = await page.evaluate(measured);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await cdp.detach();
  return found;
}

/** Runs in the page. */
async function measured(): Promise<Visit> {
  type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean };
  const all = (type: string) =>
    new Promise<PerformanceEntry[]>((resolve) => {
      const observer = new PerformanceObserver((list) => resolve(list.getEntries()));
      observer.observe({ type, buffered: true });
      // Of some there are none.
      setTimeout(() => resolve([]), 300);
    });
  const firstPaint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN;
  const largestPaint = (await all('largest-contentful-paint')).at(-1)?.startTime ?? Number.NaN;
  const tasks = await all('longtask');
  const shifts = (await all('layout-shift')) as Shift[];
  const blocked = tasks
    .filter(({ startTime }) => startTime > firstPaint)
    .reduce((sum, { duration }) => sum + duration - 50, 0);
  // It answers once the last long task before what is largest has ended.
  const busyUntil = Math.max(
    0,
    ...tasks
      .filter(({ startTime }) => startTime <= largestPaint)
      .map(({ startTime, duration }) => startTime + duration),
  );
  return {
    firstPaint,
    largestPaint,
    blocked,
    shift: shifts.filter(({ hadRecentInput }) => !hadRecentInput).reduce((sum, { value }) => sum + value, 0),
    usable: Math.max(largestPaint, busyUntil),
  };
}
