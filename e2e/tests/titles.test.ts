import { testWithTitles as test } from '../harness/test';

test('a new chat is named by a model on every device, in a line of its own, until somebody does not want that', async ({
  people,
}) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  const other = await people.deviceOf(ann);
  await other.goTo(`/groups/${group}/chat`);

  await ann.chat.askFully('Plan dinners for a small kitchen, please, and mind the budget');
  // Before that it has the beginning of the question.
  const named = /^Plan dinners for a small(?! kitchen)/;
  await ann.sees(ann.chat.inList(named));
  await other.sees(other.chat.inList(named));

  await ann.goTo(`/groups/${group}/usage`);
  await ann.sees(ann.page.getByRole('row', { name: /^Names of chats 1 / }));

  await ann.goTo('/settings/chats');
  await ann.page.getByRole('checkbox', { name: /Name new chats with a model/ }).uncheck();
  await ann.sees('Saved.');
  await ann.chat.open(group);
  await ann.chat.askFully('Where is the river that runs by the old town?');
  await ann.sees(ann.chat.inList('Where is the river that runs by the old town?'));
});
