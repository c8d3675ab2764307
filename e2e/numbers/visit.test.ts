import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { accessibilityFaults } from '../harness/axe';
import { House } from '../harness/house';
import { OUT } from '../harness/out';
import { settings } from '../harness/settings';
import { Vendor } from '../harness/vendor';
import { note } from './note';
import { onPhone, visit } from './phone';
import { score } from './score';

// What somebody waits for who opens the app on a phone of the middle class. `cargo xtask numbers`.

const GOALS = { usableMs: 1500, shift: 0.05, score: 95 };
const MINUTES_MAX = 5;

/** Also where a phone shows only the heading below it. */
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });

test('a first visit on a phone of the middle class', { timeout: MINUTES_MAX * 60_000 }, async () => {
  const vendor = await Vendor.start(join(OUT, 'simulator-visits.log'));
  const house = await House.open(settings(vendor.url));
  const browser = await chromium.connect(inject('chromium'));
  try {
    const missed: string[] = [];
    const visitor = await onPhone(browser, house.url, 'Visitor');
    const ann = await onPhone(browser, house.url, 'Ann');
    await ann.signUpAtOnce();
    const group = await ann.groups.startAlone();
    await vendor.answers({ text: 'An answer with **markdown**.' });
    await ann.chat.askFully('A question?');
    const visits = [
      { name: 'welcome', who: visitor, path: '/' },
      { name: 'sign in', who: visitor, path: '/sign-in' },
      { name: 'new chat', who: ann, path: `/groups/${group}/chat` },
      { name: 'a chat', who: ann, path: ann.path },
      { name: 'group', who: ann, path: `/groups/${group}` },
      { name: 'usage', who: ann, path: `/groups/${group}/usage` },
      { name: 'billing', who: ann, path: `/groups/${group}/billing` },
      { name: 'settings', who: ann, path: '/settings/appearance' },
    ];
    for (const { name, who, path } of visits) {
      const found = await visit(who, path, heading);
      const points = score(found);
      const [usable, first, largest, blocked] = [
        found.usable,
        found.firstPaint,
        found.largestPaint,
        found.blocked,
      ].map(Math.round);
      await note(
        `${name}: usable after ${usable} ms (first paint ${first}, largest ${largest}), blocked ${blocked} ms, ` +
          `shift ${found.shift.toFixed(3)}, performance ${points}`,
      );
      const faults = await accessibilityFaults(who.page);
      if (
        found.usable > GOALS.usableMs ||
        found.shift > GOALS.shift ||
        points < GOALS.score ||
        faults.length > 0
      ) {
        missed.push(name, ...faults);
      }
    }
    // Lighthouse's best practices: nothing on the console, nothing refused by the policy, nothing from elsewhere.
    missed.push(...(await visitor.watch.complaints()), ...(await ann.watch.complaints()));
    expect(missed).toEqual([]);
  } finally {
    await browser.close();
    await house.close();
    await vendor.stop();
  }
});
