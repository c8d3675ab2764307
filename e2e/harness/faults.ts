import { accessibilityFaults } from './axe';
import { DEVICE_NAMES, type Person, THEMES } from './person';
import { smallTargets } from './targets';

/** Looks at the page as it is, in both themes, on a phone and wide; on a phone also whether a finger hits what can be pressed. */
export async function faultsOf(person: Person, what: string): Promise<string[]> {
  const faults: string[] = [];
  for (const device of DEVICE_NAMES.toReversed()) {
    for (const [index, theme] of THEMES.toReversed().entries()) {
      await person.looks(device, theme);
      const where = `${what}, ${device}, ${theme}`;
      const found = await accessibilityFaults(person.page, index === 0 ? 'all' : 'colours');
      faults.push(...found.map((fault) => `${where}: ${fault}`));
    }
    const beyond = await person.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (device === 'phone') {
      faults.push(...(await smallTargets(person.page)).map((target) => `${what}, ${device}: ${target}`));
    }
    if (beyond > 0) {
      faults.push(`${what}, ${device}: ${beyond} px wider than the window`);
    }
  }
  return faults;
}
