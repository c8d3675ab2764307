import { accessibilityFaults } from '../harness/axe';
import { DEVICE_NAMES } from '../harness/person';
import { expect, test } from '../harness/test';

/** A picture of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

function text(name: string, content: string) {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(content) };
}

for (const device of DEVICE_NAMES) {
  test(`files are added, taken out, sent with a question and kept with it (${device})`, async ({
    people,
    vendor,
  }) => {
    const ann = await people.member('Ann', { device });
    await ann.groups.startAlone();
    await ann.adds(text('menu.txt', 'Soup of the day: pumpkin'), text('secret.txt', 'Not for the model'));
    await ann.clicks('Remove secret.txt');
    await ann.sees(
      ann.page.getByRole('listitem').filter({ hasText: 'menu.txt' }).filter({ hasText: '24 byte' }),
    );
    await vendor.answers({ text: 'Pumpkin soup.' });
    ann.watch.hides('Soup of the day');
    await ann.chat.askFully('What is there to eat?');
    expect(JSON.stringify(await vendor.lastAsked())).toContain('Soup of the day: pumpkin');
    expect(JSON.stringify(await vendor.lastAsked())).not.toContain('Not for the model');

    await ann.page.reload();
    const saving = ann.page.waitForEvent('download');
    await ann.clicks(/^Save menu\.txt/);
    expect((await saving).suggestedFilename()).toBe('menu.txt');
    expect(await accessibilityFaults(ann.page)).toEqual([]);
  });
}

test('a picture is seen by who sends it and by models that see, and others say so', async ({
  people,
  vendor,
}) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.adds({ name: 'dot.png', mimeType: 'image/png', buffer: PIXEL });
  await ann.sees(ann.page.getByRole('button', { name: 'Remove dot.png' }));
  await ann.sees('70 byte');
  await ann.chat.ask('What is on it?');
  // The model that is chosen reads only text: the question comes back with its picture.
  await ann.sees('This model does not see pictures.');
  await ann.sees(ann.page.getByRole('button', { name: 'Remove dot.png' }));
  await ann.chat.choose('Muse');
  await vendor.answers({ text: 'A dot.' });
  await ann.clicks('Send');
  await ann.chat.reads('A dot.');
  expect(JSON.stringify(await vendor.lastAsked())).toContain('"media_type":"image/png"');
  await ann.sees(ann.page.getByRole('img', { name: 'dot.png' }));
});

test('what no model can read is refused in words, and the question waits', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.adds({ name: 'lies.png', mimeType: 'image/png', buffer: Buffer.from('PK\u0003\u0004 a zip') });
  await ann.sees(/^Models read pictures/);
  await ann.chat.composer.fill('What is in it?');
  await ann.chat.composer.press('Enter');
  expect(await ann.chat.composer.inputValue()).toBe('What is in it?');
  expect(await accessibilityFaults(ann.page)).toEqual([]);
  await ann.clicks('Remove lies.png');
  await ann.chat.askFully('And without it?');
});

test('files are dropped and pasted, and a very long paste is one', async ({ people, vendor }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['dropped here'], 'dropped.txt', { type: 'text/plain' }));
    globalThis.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
    globalThis.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await ann.sees(ann.page.getByRole('button', { name: 'Remove dropped.txt' }));
  const long = `${'And again. '.repeat(1000)}The end.`;
  await ann.page.evaluate((words) => navigator.clipboard.writeText(words), long);
  await ann.chat.composer.focus();
  await ann.page.keyboard.press('ControlOrMeta+v');
  await ann.sees(ann.page.getByRole('button', { name: 'Remove pasted text.txt' }));
  expect(await ann.chat.composer.inputValue()).toBe('');
  await ann.chat.askFully('How does it end?');
  const asked = JSON.stringify(await vendor.lastAsked());
  expect(asked).toContain('dropped here');
  expect(asked).toContain('The end.');
});

test('an edited question keeps its files', async ({ people, vendor }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.adds(text('menu.txt', 'Soup of the day: pumpkin'));
  await ann.sees('24 byte');
  await ann.chat.askFully('What is there to eat?');
  await ann.clicks('Edit');
  await ann.fills('Edit your message', 'And what else?');
  await ann.page.getByRole('button', { name: 'Send', exact: true }).first().click();
  await ann.sees('2/2');
  await ann.chat.readsToEnd();
  const asked = JSON.stringify(await vendor.lastAsked());
  expect(asked).toContain('And what else?');
  expect(asked).toContain('pumpkin');
});
