import { expect, test } from '../harness/test';

const RIGHT_TO_LEFT = 'safe\u202egnp.exe';

test('markup, scripts and writing directions in titles and messages are text, and change nothing around them', async ({
  people,
  vendor,
}) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  const evil = '<img src=x onerror="document.title=\'run\'"><b>bold</b>';
  await vendor.answers({ text: 'Noted.' });
  await ann.chat.askFully(evil);
  await ann.sees(ann.page.getByRole('article').filter({ hasText: evil }));
  await ann.sees(ann.chat.inList(/<b>bold<\/b>/));
  expect(await ann.page.locator('article img, article b, nav img, nav b').count()).toBe(0);
  expect(await ann.page.title()).not.toBe('run');

  await ann.page.keyboard.press('ControlOrMeta+k');
  await ann.page.getByRole('combobox', { name: 'Search and go anywhere' }).fill('<b>bold');
  await ann.sees(ann.page.getByRole('option', { name: /<b>bold<\/b>/ }).first());
  expect(await ann.page.getByRole('option').locator('img, b').count()).toBe(0);
  await ann.page.keyboard.press('Escape');

  // What turns the writing direction stays inside its own box.
  await ann.chat.askFully(RIGHT_TO_LEFT);
  const directions = await ann.page
    .getByRole('article')
    .filter({ hasText: 'safe' })
    .locator('p')
    .first()
    .evaluate((element) => getComputedStyle(element).unicodeBidi);
  expect(directions).toMatch(/isolate|plaintext/);
});

test('ten thousand lines are folded and answered', async ({ people, vendor }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await vendor.answers({ text: 'That was long.' });
  const lines = Array.from({ length: 10_000 }, (_, line) => `${line}`).join('\n');
  // All at once, as no key does it: typing so much would take minutes.
  await ann.chat.composer.evaluate((field, text) => {
    const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value') ?? {};
    set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }, lines);
  await ann.clicks('Send');
  await ann.chat.reads('That was long.');
  await ann.sees(ann.page.getByRole('button', { name: 'Show all' }));
  const height = await ann.page
    .getByRole('article')
    .first()
    .evaluate((element) => element.clientHeight);
  expect(height).toBeLessThan(600);
});
