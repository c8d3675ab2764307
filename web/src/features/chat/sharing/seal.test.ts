// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { needsPassword, open, seal, Unopened } from './seal';

const content = { title: 'Dinner', lines: [{ text: 'Soup? 晚饭 '.repeat(100) }] };

describe('a sealed snapshot', () => {
  it('opens with its key, and says nothing without', async () => {
    const { sealed, key } = await seal(content, '');
    expect(await open(sealed, key, '')).toEqual(content);
    expect(needsPassword(sealed)).toBe(false);
    expect(new TextDecoder().decode(sealed)).not.toContain('Soup');
    const other = (await seal(content, '')).key;
    for (const wrong of [other, '', 'AAAA', '%%%']) {
      await expect(open(sealed, wrong, '')).rejects.toBeInstanceOf(Unopened);
    }
  });

  it('needs its password, if it has one', async () => {
    const { sealed, key } = await seal(content, 'pumpkin');
    expect(needsPassword(sealed)).toBe(true);
    expect(await open(sealed, key, 'pumpkin')).toEqual(content);
    await expect(open(sealed, key, 'Pumpkin')).rejects.toBeInstanceOf(Unopened);
    await expect(open(sealed, key, '')).rejects.toBeInstanceOf(Unopened);
    // The mark that a password is needed cannot be taken off.
    const unmarked = sealed.slice();
    unmarked[1] = 0;
    await expect(open(unmarked, key, '')).rejects.toBeInstanceOf(Unopened);
  });

  it('is refused when anything of it was changed', async () => {
    const { sealed, key } = await seal(content, '');
    for (const at of [0, 2, 20, 40, sealed.length - 1]) {
      const changed = sealed.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(open(changed, key, '')).rejects.toBeInstanceOf(Unopened);
    }
    await expect(open(sealed.slice(0, 10), key, '')).rejects.toBeInstanceOf(Unopened);
  });
});
