import axe from 'axe-core';
import type { Page } from 'playwright-core';

type Found = {
  id: string;
  impact: string | null;
  help: string;
  nodes: { html: string; failureSummary: string }[];
};

/** All that axe knows: WCAG 2.2 AA and the best practices; or colours alone, which are what differs between themes. */
export type Rules = 'all' | 'colours';

/** What axe finds on the page as it is now, one line for each place. */
export async function accessibilityFaults(page: Page, rules: Rules = 'all'): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    await page.evaluate(axe.source);
  }
  const found = (await page.evaluate(async (rules) => {
    // What is still fading in has other colours than it will have. A spinner never ends, and is looked at as it is.
    const ending = document
      .getAnimations()
      .filter((it) => it.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const runOnly = rules === 'colours' ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {};
    return (await axe.run(document, { resultTypes: ['violations'], ...runOnly })).violations;
  }, rules)) as unknown as Found[];
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}): ${node.html} ${node.failureSummary.replaceAll(/\s+/g, ' ')}`),
  );
}
