import type { Page } from 'playwright-core';

/** What a finger needs, in pixels. */
const SIDE_MIN = 44;

/** What can be pressed on the page and is too small for a finger. Links within a sentence are as high as its line. */
export async function smallTargets(page: Page): Promise<readonly string[]> {
  return await page.evaluate((least) => {
    const CONTROLS =
      'a[href], button, summary, select, textarea, input:not([type="hidden"]), [role="option"], [role="menuitem"]';
    const found: string[] = [];
    for (const control of document.querySelectorAll<HTMLElement>(CONTROLS)) {
      const shown = control.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      const { display, clipPath } = getComputedStyle(control);
      const isInSentence = display === 'inline';
      // What is there for ears alone until the keyboard comes to it.
      const isCut = clipPath !== 'none';
      // A box to tick is pressed by its label; a field that a button stands for is not pressed at all.
      const pressed = control.closest('label') ?? control;
      const { width, height } = pressed.getBoundingClientRect();
      if (
        shown &&
        !isInSentence &&
        !isCut &&
        width > 1 &&
        height > 1 &&
        Math.min(width, height) < least - 0.5
      ) {
        const name = control.getAttribute('aria-label') ?? control.textContent?.trim().slice(0, 40);
        found.push(`“${name}” is ${Math.round(width)} by ${Math.round(height)} px: ${control.className}`);
      }
    }
    return found;
  }, SIDE_MIN);
}
