import { accessibilityFaults } from '../harness/axe';
import { DEVICE_NAMES, THEMES } from '../harness/person';
import { expect, test } from '../harness/test';

for (const device of DEVICE_NAMES) {
  for (const theme of THEMES) {
    test(`every component is there, and axe finds nothing (${device}, ${theme})`, async ({ people }) => {
      const eve = await people.visitor('Eve', { device, theme });
      await eve.page.goto('/internal/components');
      await eve.sees(eve.page.getByRole('heading', { name: 'Pictures' }));
      expect(await accessibilityFaults(eve.page)).toEqual([]);
      for (const opens of ['Open a dialog', 'Ask first']) {
        await eve.clicks(opens);
        await eve.sees(eve.page.getByRole('dialog'));
        expect(await accessibilityFaults(eve.page)).toEqual([]);
        await eve.page.keyboard.press('Escape');
        await eve.seesNoMore(eve.page.getByRole('dialog'));
      }
      const overflow = await eve.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
  }
}
