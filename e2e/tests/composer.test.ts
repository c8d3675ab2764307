import { expect, test } from '../harness/test';

const LINE = 'One more line of a long question.\n';

test('what is written grows the field, and scrolls in it once it is high; writing begins at once', async ({
  people,
}) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  const { composer } = ann.chat;
  await expect.poll(() => composer.evaluate((field) => field === document.activeElement)).toBe(true);
  const height = () => composer.evaluate((field) => field.parentElement?.clientHeight ?? 0);
  const heights: number[] = [];
  for (const lines of [1, 6, 60, 600]) {
    await composer.fill(LINE.repeat(lines));
    heights.push(await height());
  }
  const [one = 0, six = 0, sixty = 0, more = 0] = heights;
  expect(six).toBeGreaterThan(one);
  expect(sixty).toBeGreaterThan(six);
  expect(more).toBe(sixty);
  expect(sixty).toBeLessThan(ann.page.viewportSize()?.height ?? 0);
  // The end of it is where one writes.
  await composer.press('ControlOrMeta+End');
  await composer.pressSequentially('The end.');
  const scrolled = await composer.evaluate((field) => {
    const place = field.parentElement;
    return place === null ? -1 : place.scrollHeight - place.clientHeight - place.scrollTop;
  });
  expect(scrolled).toBeLessThan(40);
});

test('on a phone the field is large enough not to be zoomed, and no keyboard comes unasked', async ({
  people,
}) => {
  const ann = await people.member('Ann', { device: 'phone' });
  await ann.groups.startAlone();
  const { composer } = ann.chat;
  expect(await composer.evaluate((field) => getComputedStyle(field).fontSize)).toBe('16px');
  expect(await composer.evaluate((field) => field === document.activeElement)).toBe(false);
});
