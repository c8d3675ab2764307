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
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    return (await axe.run(document, { resultTypes: ['violations'] })).violations;
  })) as unknown as Found[];
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}): ${node.html} ${node.failureSummary.replaceAll(/\s+/g, ' ')}`),
  );
}
