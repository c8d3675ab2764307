import type { CDPSession, Page } from 'playwright-core';

/** "Fast 4G" of Chromium's own tools. */
const NETWORK = { offline: false, latency: 165, downloadThroughput: 1_012_500, uploadThroughput: 168_750 };

/** From here on what the page fetches comes as over a phone's network, and nothing of it is there already. */
export async function slowLine(page: Page): Promise<CDPSession> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.clearBrowserCache');
  await cdp.send('Network.emulateNetworkConditions', NETWORK);
  return cdp;
}

/** Waits until a second has passed in which nothing came, moved, or kept the page busy. */
export async function comesToRest(page: Page): Promise<void> {
  await page.evaluate(untilCalm);
}

/** Runs in the page. */
function untilCalm(): Promise<void> {
  const CALM_MS = 1000;
  return new Promise((resolve) => {
    let waiting = setTimeout(end, CALM_MS);
    const observer = new PerformanceObserver(() => {
      clearTimeout(waiting);
      waiting = setTimeout(end, CALM_MS);
    });
    function end() {
      observer.disconnect();
      resolve();
    }
    for (const type of ['resource', 'longtask', 'largest-contentful-paint', 'layout-shift']) {
      observer.observe({ type });
    }
  });
}
