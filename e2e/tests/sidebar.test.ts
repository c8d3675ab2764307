import { expect, test } from '../harness/test';

test('pinning, archiving and renaming are seen on the other device by themselves', async ({ people }) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  for (const question of ['Where is the river?', 'Where is the lake?', 'Where is the sea?']) {
    await ann.chat.open(group);
    await ann.chat.askFully(question);
  }
  const other = await people.deviceOf(ann);
  await other.goTo(`/groups/${group}/chat`);
  await other.sees(other.chat.inList('Where is the sea?'));

  await ann.chat.does('Where is the river?', 'Pin');
  await other.sees(other.page.getByRole('heading', { name: 'Pinned' }));
  await expect
    .poll(() => other.chat.listed())
    .toEqual(['Where is the river?', 'Where is the sea?', 'Where is the lake?']);
  await ann.chat.does('Where is the river?', 'Unpin');
  await expect
    .poll(() => other.chat.listed())
    .toEqual(['Where is the sea?', 'Where is the lake?', 'Where is the river?']);

  await ann.chat.does('Where is the lake?', 'Archive');
  // It stays for as long as somebody points at it.
  await ann.page.getByRole('button', { name: 'Undo' }).hover();
  await other.seesNoMore(other.chat.inList('Where is the lake?'));
  await ann.clicks('Undo');
  await other.sees(other.chat.inList('Where is the lake?'));

  await ann.chat.does('Where is the lake?', 'Archive');
  await other.seesNoMore(other.chat.inList('Where is the lake?'));
  await other.goTo('/settings/archive');
  await other.page.getByRole('link', { name: /^Where is the lake\?/ }).waitFor();
  await other.clicks('Bring “Where is the lake?” back');
  await ann.sees(ann.chat.inList('Where is the lake?'));

  await ann.chat.does('Where is the sea?', 'Rename');
  await ann.page.getByLabel('Name of the chat').fill('Salt water');
  await ann.page.keyboard.press('Enter');
  await other.sees(other.chat.inList('Salt water'));
  // Renaming is no news: it keeps its place.
  expect(await other.chat.listed()).toEqual(['Salt water', 'Where is the lake?', 'Where is the river?']);
});

test('deleting can be undone, and is seen on the other device once it cannot', async ({ people }) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  await ann.chat.askFully('Shall I stay?');
  const other = await people.deviceOf(ann);
  await other.goTo(`/groups/${group}/chat`);
  await ann.chat.does('Shall I stay?', 'Delete');
  await ann.seesNoMore(ann.chat.inList('Shall I stay?'));
  await ann.clicks('Undo');
  await ann.sees(ann.chat.inList('Shall I stay?'));
  await ann.chat.does('Shall I stay?', 'Delete');
  await other.seesNoMore(other.chat.inList('Shall I stay?'));
});

test('an answer that nobody looked at is marked, until one device shows it', async ({ people, vendor }) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  await vendor.answers({ words: 40, hold_after: 10 });
  await ann.chat.ask('How cold is it?');
  const other = await people.deviceOf(ann);
  await other.goTo(`/groups/${group}/chat`);
  await ann.chat.open(group);
  await vendor.release();
  const marked = /^How cold is it\?.*new answer/;
  await ann.sees(ann.chat.inList(marked));
  await other.sees(other.chat.inList(marked));
  await other.chat.inList(marked).click();
  await other.chat.readsToEnd();
  await ann.seesNoMore(ann.chat.inList(marked));
  // Also after a reload: the server knows.
  await ann.page.reload();
  await ann.sees(ann.chat.inList(/^How cold is it\?$/));
});

test('an answer that is read while it comes leaves no mark', async ({ people }) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  await ann.chat.askFully('Is it late?');
  const conversation = ann.chat.here;
  const api = await ann.api();
  await expect
    .poll(async () => (await api.get<{ unread: boolean }>(`/conversations/${conversation}`)).unread)
    .toBe(false);
  await ann.chat.open(group);
  await ann.sees(ann.chat.inList(/^Is it late\?$/));
});

test('a name is changed in the settings, and the others see it', async ({ people }) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  const other = await people.deviceOf(ann);
  await other.goTo(`/groups/${group}`);
  await ann.goTo('/settings/profile');
  await ann.fills('Name', ' ');
  await ann.clicks('Save');
  await ann.sees('Tell the others what to call you.');
  await ann.fills('Name', 'Anna Lind');
  await ann.clicks('Save');
  await ann.sees('Name saved.');
  await other.sees(other.page.getByRole('button', { name: 'Account of Anna Lind' }));
  await other.sees('Anna Lind (you)');
});

test('the list goes on for as long as somebody scrolls and there is more', async ({ people }) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  const api = await ann.api();
  // Nothing is looked at while the list grows.
  await ann.goTo('about:blank');
  for (let number = 1; number <= 120; number += 1) {
    await api.post('/conversations', { group_id: group, title: `Number ${number}` });
  }
  // The newest first by the server's clock, which a machine may set back.
  const { items } = await api.get<{ items: { title: string }[] }>(
    `/conversations?group_id=${group}&limit=200`,
  );
  const titles = items.map(({ title }) => title);
  await ann.chat.open(group);
  await ann.sees(ann.chat.inList(/^Number 120$/));
  expect(await ann.chat.listed()).not.toContain('Number 1');
  await ann.chat.inList(/^Number 71$/).scrollIntoViewIfNeeded();
  await ann.sees(ann.chat.inList(/^Number 70$/));
  await expect
    .poll(async () => {
      const names = await ann.chat.listed();
      await ann.chat.inList(new RegExp(`^${names.at(-1)}$`)).scrollIntoViewIfNeeded();
      return names.length;
    })
    .toBe(120);
  expect(await ann.chat.listed()).toEqual(titles);
});
