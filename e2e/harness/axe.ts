import axe from 'axe-core';
import type { Page } from 'playwright-core';

type Found = {
  id: string;
  impact: string | null;
  help: string;
  nodes: { html: string; failureSummary: string }[];
};

/** What axe finds on the page as it is now, one line for each place; WCAG 2.2 AA and the best practices. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate(async () => {
    // What is still fading in has other colours than it will have. A spinner never ends, and is looked at as it is.
    const ending = document
      .getAnimations()
      .filter((it) => it.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    return (await axe.run(document, { resultTypes: ['violations'] })).violations;
  })) as unknown as Found[];
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}): ${node.html} ${node.failureSummary.replaceAll(/\s+/g, ' ')}`),
  );
}
