import { DEVICE_NAMES } from '../harness/person';
import { expect, test } from '../harness/test';

// What people do to a page besides what it is made for.

const OFFLINE = 'You are offline. What you type stays here until you are back.';

test('what is typed about a chat stays while the chat changes its place in the list', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.askFully('Where do the tides go?');
  const id = ann.chat.here;
  await ann.chat.does('Where do the tides go?', 'Instructions');
  await ann.fills('What the model should know or do', 'Answer as a sailor would.');
  // Another device pins it: in the list it is another one now.
  await (await ann.api()).call('PATCH', `/conversations/${id}`, { pinned: true });
  await ann.page.getByRole('heading', { name: 'Pinned', includeHidden: true }).waitFor();
  expect(await ann.typed('What the model should know or do')).toBe('Answer as a sailor would.');
  await ann.clicks('Save');
  await ann.sees(ann.page.getByRole('button', { name: 'Instructions stand above this chat' }));
});

test('a session that ended while a dialog was open asks for the password, and the dialog goes on', async ({
  people,
}) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.askFully('Where do the tides go?');
  await ann.chat.does('Where do the tides go?', 'Instructions');
  await ann.fills('What the model should know or do', 'Answer as a sailor would.');
  await ann.context.clearCookies();
  // The access token is good for ten minutes.
  await ann.page.clock.setSystemTime(Date.now() + 11 * 60_000);
  await ann.clicks('Save');
  const again = ann.page.getByRole('dialog', { name: 'Sign in to go on' });
  await again.waitFor();
  // Neither Escape nor a press beside it ends it, and what is under it stays.
  await ann.page.keyboard.press('Escape');
  await ann.page.mouse.click(5, 5);
  await again.getByLabel('Password', { exact: true }).fill(ann.account.password);
  await again.getByRole('button', { name: 'Sign in' }).click();
  await ann.sees(ann.page.getByRole('button', { name: 'Instructions stand above this chat' }));
});

for (const device of DEVICE_NAMES) {
  test(`being offline is said wherever on the page one reads, and moves nothing (${device})`, async ({
    people,
    vendor,
  }) => {
    const ann = await people.member('Ann', { device });
    ann.watch.noticesSmallJumps();
    await vendor.answers({ words: 1000 });
    await ann.groups.startAlone();
    await ann.chat.askFully('Tell me everything.');
    await ann.context.setOffline(true);
    await ann.sees(OFFLINE);
    const box = await ann.page.getByText(OFFLINE).filter({ visible: true }).boundingBox();
    const scrolled = await ann.page.evaluate(() => globalThis.scrollY);
    expect(scrolled).toBeGreaterThan(200);
    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect(box?.y).toBeLessThan(200);
    await ann.context.setOffline(false);
    await ann.seesNoMore(OFFLINE);
  });
}

test('back and forward in mid-answer: the answer goes on, and is whole', async ({ people, vendor }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await vendor.answers({ words: 40, hold_after: 10 });
  await ann.chat.ask('How many stairs are there?');
  await ann.chat.reads('share');
  const path = ann.path;
  await ann.page.goBack();
  await ann.sees(ann.chat.composer);
  expect(ann.path).not.toBe(path);
  await ann.page.goForward();
  await ann.chat.reads('share');
  await vendor.release();
  expect((await ann.chat.readsToEnd()).split(' ')).toHaveLength(40);
  expect(await vendor.asked()).toBe(1);
});

test('a window that is turned and resized while an answer comes stays at its end', async ({
  people,
  vendor,
}) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await vendor.answers({ words: 1000, hold_after: 800 });
  await ann.chat.ask('Tell me everything.');
  await ann.page.waitForFunction(() => document.documentElement.scrollHeight > 1.5 * globalThis.innerHeight);
  for (const size of [
    { width: 390, height: 844 },
    { width: 844, height: 390 },
    { width: 1280, height: 800 },
  ]) {
    await ann.page.setViewportSize(size);
    await ann.page.waitForFunction(
      () => document.documentElement.scrollHeight - globalThis.innerHeight - globalThis.scrollY < 3,
    );
  }
  await vendor.release();
  await ann.chat.readsToEnd();
  await ann.page.waitForFunction(
    () => document.documentElement.scrollHeight - globalThis.innerHeight - globalThis.scrollY < 3,
  );
});

test('at twice the size everything is there: a dialog can be read to its end, nothing runs out of the window', async ({
  people,
}) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  await ann.chat.askFully('Where do the tides go?');
  // A window of 1280 by 800 at 200 %.
  await ann.page.setViewportSize({ width: 640, height: 400 });
  const beyond = () => ann.page.evaluate(() => document.documentElement.scrollWidth - globalThis.innerWidth);
  await ann.sees(ann.chat.composer);
  const composer = await ann.chat.composer.boundingBox();
  if (composer === null) {
    throw new Error('the composer has no place on the page');
  }
  expect(composer.y).toBeGreaterThanOrEqual(0);
  expect(composer.y + composer.height).toBeLessThanOrEqual(400);
  expect(await beyond()).toBeLessThanOrEqual(0);
  for (const path of [
    `/groups/${group}`,
    `/groups/${group}/usage`,
    `/groups/${group}/billing`,
    '/settings',
  ]) {
    await ann.goTo(path);
    await ann.sees(ann.page.getByRole('heading', { level: 1 }));
    expect(await beyond()).toBeLessThanOrEqual(0);
  }
  await ann.goTo(`/groups/${group}`);
  await ann.clicks('Change the plan');
  const cancel = ann.groups.dialog.getByRole('button', { name: 'Cancel' });
  await cancel.scrollIntoViewIfNeeded();
  await cancel.click();
});

type Motion = { name: string; ms: number };

/** Runs in every page, before its own scripts: notes whatever begins to move, and how long it is to. */
function noteMotions(): void {
  const motions: Motion[] = [];
  Object.assign(globalThis, { motions });
  function note(name: string, seconds: string): void {
    motions.push({ name, ms: Math.max(...seconds.split(',').map((each) => Number.parseFloat(each) * 1000)) });
  }
  globalThis.addEventListener('animationstart', ({ target, pseudoElement, animationName: name }) => {
    const { animationDuration, animationIterationCount: times } = getComputedStyle(
      target as Element,
      pseudoElement,
    );
    note(name, times.includes('infinite') ? 'Infinity' : animationDuration);
  });
  globalThis.addEventListener('transitionrun', ({ target, pseudoElement, propertyName: name }) => {
    note(name, getComputedStyle(target as Element, pseudoElement).transitionDuration);
  });
}

test('whoever wants less motion sees none', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.page.emulateMedia({ reducedMotion: 'reduce' });
  await ann.page.addInitScript(noteMotions);
  await ann.groups.startAlone();
  await ann.chat.askFully('Where do the tides go?');
  await ann.page.keyboard.press('ControlOrMeta+/');
  await ann.sees(ann.groups.dialog);
  // The dialog comes by the same animation as ever, in no time.
  const noted = await ann.page.waitForFunction(() => {
    const { motions } = globalThis as unknown as { motions: readonly Motion[] };
    return motions.some(({ name }) => name === 'rise') ? motions : null;
  });
  expect((await noted.jsonValue())?.filter(({ ms }) => !(ms <= 2))).toEqual([]);
});

test('the browser’s tab names the page, and never what was asked', async ({ people }) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  await ann.chat.askFully('Where do the tides go?');
  expect(await ann.page.title()).toBe('Chat · Potluck');
  for (const [path, title] of [
    [`/groups/${group}`, 'Alone · Potluck'],
    [`/groups/${group}/usage`, 'Usage · Potluck'],
    ['/settings/appearance', 'Appearance · Potluck'],
    ['/notices', 'Notices · Potluck'],
    ['/no/such/page', 'There is nothing here · Potluck'],
  ] as const) {
    await ann.goTo(path);
    await ann.page.waitForFunction((expected) => document.title === expected, title);
  }
});
