import { accessibilityFaults } from '../harness/axe';
import { DEVICE_NAMES, type Person, THEMES } from '../harness/person';
import { expect, test } from '../harness/test';

/** On a phone and wide, in both themes: nothing that axe finds, and nothing beyond the window. */
async function looksRight(person: Person): Promise<void> {
  for (const device of DEVICE_NAMES.toReversed()) {
    for (const theme of THEMES.toReversed()) {
      await person.looks(device, theme);
      expect(await accessibilityFaults(person.page), `${device}, ${theme}`).toEqual([]);
    }
    const beyond = await person.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(beyond, device).toBeLessThanOrEqual(0);
  }
}

test('the operator moves a sandbox’s clock, takes another plan there, and ends it', async ({ people }) => {
  const olga = await people.member('Olga');
  await olga.goTo('/operator');
  await olga.sees('There is no sandbox yet.');
  await olga.fills('Name of the sandbox', 'Try it');
  await olga.clicks('Make a sandbox');
  await olga.sees(olga.page.getByRole('heading', { name: 'Try it' }));
  await olga.clicks('A day');
  await olga.sees('Nothing was due on the way.');
  await olga.sees('The sandbox Try it was made.');
  await olga.sees('Try it: the clock was moved by a day.');
  await looksRight(olga);

  await olga.page.getByRole('link', { name: 'Open the group' }).click();
  await olga.groups.start();
  const plan = olga.groups.section('Plan');
  await plan.getByRole('button', { name: 'Change the plan' }).click();
  await olga.groups.dialog.getByRole('radio', { name: 'Trio' }).check();
  await olga.sees(/^It counts at once: until the month ends it costs 8\.00 USD more/);
  await olga.clicks('Take Trio');
  await olga.sees('The group has Trio now.');
  await plan.getByRole('button', { name: 'End the group' }).click();
  await olga.groups.dialog.getByRole('button', { name: 'End the group' }).click();
  await olga.sees(/^The group ends with /);

  await olga.goTo('/operator');
  await olga.clicks('A month');
  await olga.sees(/not paid in time\./);
  await looksRight(olga);
  await olga.page.getByRole('link', { name: 'Open the group' }).click();
  await olga.sees(/^This group is over\./);
  await olga.groups.section('Plan').getByRole('button', { name: 'Delete the group' }).click();
  await olga.groups.dialog.getByRole('button', { name: 'Delete the group' }).click();
  await olga.sees('Not everything is paid yet.');
  expect(olga.path).toMatch(/^\/groups\//);
});
