import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DEVICE_NAMES, type Person, THEMES } from '../harness/person';
import { ROOT } from '../harness/program';
import { SimulatedHouse } from '../harness/simulatedHouse';
import { test as base, expect } from '../harness/test';
import { laidTable, models, SHOWN } from './stage';

// Pictures of the main pages, for README.md and for whoever looks them over: `cargo xtask pictures`.

/** Where those for README.md go. */
const KEPT = join(ROOT, 'docs/pictures');
/** A page that loads slowly is not read. */
const BYTES_MAX = 150_000;
/** Where all of them go, if anywhere: every page, wide and on a phone, light and dark. */
const ALL = process.env.POTLUCK_PICTURES;

const test = base.extend('simulated', { scope: 'file' }, async ({}, { onCleanup }) => {
  const simulated = await SimulatedHouse.open((vendor) => models(vendor.url), true);
  onCleanup(() => simulated.close());
  return simulated;
});

test('the main pages', async ({ people, vendor }) => {
  const { ann, group } = await laidTable(people);
  await vendor.answers({ text: SHOWN.answer });
  await ann.chat.open(group);
  await ann.chat.choose('Thorough');
  await ann.chat.ask(SHOWN.question);
  await ann.chat.readsToEnd();
  await ann.page.frameLocator('iframe[title="Diagram"]').getByText('Left over').waitFor();
  // The vendor names it as it was told to answer.
  const api = await ann.inBrowser();
  await api.call('PATCH', `/conversations/${ann.chat.here}`, { title: 'Our kitchen budget' });
  await ann.sees(ann.chat.inList('Our kitchen budget'));
  await keep(ann, 'chat', 'wide', 'light');
  await keep(ann, 'chat', 'phone', 'dark');
  await takeAll(ann, 'chat');
  const pages: [string, string][] = [
    ['group', `/groups/${group}`],
    ['usage', `/groups/${group}/usage`],
    ['billing', `/groups/${group}/billing`],
    ['notices', '/notices'],
    ['settings', '/settings/appearance'],
    ['operator', '/operator'],
    ['payments', '/payments'],
  ];
  for (const [name, path] of pages) {
    await ann.goTo(path);
    await ann.sees(ann.page.getByRole('heading', { level: 1 }));
    // Nothing is being fetched any more.
    await expect.poll(() => ann.page.locator('main').getByText('Loading', { exact: true }).count()).toBe(0);
    if (name === 'group') {
      await keep(ann, name, 'wide', 'light');
    } else if (name === 'usage') {
      await keep(ann, name, 'wide', 'dark');
    }
    await takeAll(ann, name);
  }
});

async function keep(person: Person, name: string, device: 'wide' | 'phone', theme: 'light' | 'dark') {
  await mkdir(KEPT, { recursive: true });
  await person.looks(device, theme);
  const file = `${name}-${device}-${theme}`;
  await person.screenshot(KEPT, file);
  expect((await stat(join(KEPT, `${file}.png`))).size).toBeLessThanOrEqual(BYTES_MAX);
}

async function takeAll(person: Person, name: string) {
  if (ALL === undefined) {
    return;
  }
  await mkdir(ALL, { recursive: true });
  for (const device of DEVICE_NAMES) {
    for (const theme of THEMES) {
      await person.looks(device, theme);
      await person.page.screenshot({ path: join(ALL, `${name}-${device}-${theme}.png`), fullPage: true });
    }
  }
}
