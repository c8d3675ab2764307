import { expect, test } from '../harness/test';

test('a chat is put into a folder, listed and found there on every device, and stays when the folder goes', async ({
  people,
}) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  for (const question of ['Which pumpkin soup?', 'Which pumpkin tax?']) {
    await ann.chat.open(group);
    await ann.chat.askFully(question);
  }
  const other = await people.deviceOf(ann);
  await other.goTo(`/groups/${group}/chat`);
  await other.sees(other.chat.inList('Which pumpkin soup?'));

  await ann.chat.does('Which pumpkin soup?', 'Move to a folder');
  await ann.page.getByLabel('New folder').fill('Recipes');
  await ann.clicks('Create');
  // It is shown where it is, closed, on the other device too; there it is opened.
  await other.seesNoMore(other.chat.inList('Which pumpkin soup?'));
  await other.page.getByRole('button', { name: 'Recipes', exact: true }).click();
  await other.sees(other.chat.inList('Which pumpkin soup?'));

  await ann.page.keyboard.press('ControlOrMeta+k');
  await ann.page.getByRole('combobox', { name: 'Search and go anywhere' }).fill('pumpkin');
  const hits = ann.page.getByRole('option', { name: /pumpkin/i });
  await expect.poll(async () => (await hits.allInnerTexts()).join()).toContain('tax');
  await ann.page.getByLabel('Where to look').selectOption('Recipes');
  await expect.poll(async () => (await hits.allInnerTexts()).join()).not.toContain('tax');
  await expect.poll(async () => (await hits.allInnerTexts()).join()).toContain('soup');
  await ann.page.keyboard.press('Escape');

  await ann.page.getByRole('button', { name: 'Recipes', exact: true }).hover();
  await ann.page.getByRole('button', { name: 'More for the folder “Recipes”' }).click();
  await ann.page.getByRole('menuitem', { name: 'Rename' }).click();
  await ann.page.getByLabel('Name of the folder').fill('Food');
  await ann.page.keyboard.press('Enter');
  await other.sees(other.page.getByRole('button', { name: 'Food', exact: true }));

  await other.page.getByRole('button', { name: 'Food', exact: true }).hover();
  await other.page.getByRole('button', { name: 'More for the folder “Food”' }).click();
  await other.page.getByRole('menuitem', { name: 'Delete' }).click();
  await other.clicks('Delete');
  await ann.seesNoMore(ann.page.getByRole('button', { name: 'Food', exact: true }));
  await ann.sees(ann.chat.inList('Which pumpkin soup?'));
});

test('a chat is dragged into a folder and out again', async ({ people }) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  for (const question of ['Which pumpkin soup?', 'Which pumpkin tax?']) {
    await ann.chat.open(group);
    await ann.chat.askFully(question);
  }
  await (await ann.inBrowser()).post('/folders', { group_id: group, name: 'Recipes' });
  await ann.page.reload();
  const folder = ann.page.getByRole('button', { name: 'Recipes', exact: true });
  const inFolder = ann.page.getByRole('region', { name: 'Folders' }).getByRole('link', { name: /soup/ });
  await folder.click();
  await ann.sees('No chats in it yet.');
  await ann.chat.inList(/soup/).dragTo(folder);
  await ann.sees(inFolder);
  await ann.seesNoMore('No chats in it yet.');
  await inFolder.dragTo(ann.page.getByRole('heading', { name: 'Today' }));
  await ann.sees('No chats in it yet.');
  await ann.sees(ann.page.getByRole('region', { name: 'Today' }).getByRole('link', { name: /soup/ }));
});
