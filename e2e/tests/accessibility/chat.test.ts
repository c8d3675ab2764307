import { faultsOf } from '../../harness/faults';
import { expect, test } from '../../harness/test';

test('the chat: empty, answering, complete, stopped, failed, refused, its menus', async ({
  people,
  vendor,
}) => {
  const ann = await people.member('Ann');
  ann.watch.noticesSmallJumps();
  const faults: string[] = [];
  const group = await ann.groups.startAlone('Crumbs');
  faults.push(...(await faultsOf(ann, 'new chat')));
  await ann.page.getByRole('button', { name: /^Model: / }).click();
  await ann.sees(ann.page.getByRole('option', { name: 'Steady' }));
  faults.push(...(await faultsOf(ann, 'model picker')));
  await ann.page.keyboard.press('Escape');

  await ann.page.keyboard.press('ControlOrMeta+k');
  await ann.page.getByRole('combobox', { name: 'Search and go anywhere' }).fill('new');
  await ann.sees('Nothing has “new” in it.');
  faults.push(...(await faultsOf(ann, 'search')));
  await ann.page.keyboard.press('Escape');

  await vendor.answers({ words: 40, hold_after: 10 });
  await ann.chat.ask('Long or short?');
  await ann.chat.reads('share the plan');
  faults.push(...(await faultsOf(ann, 'answering')));
  await ann.chat.stop();
  await ann.sees('You stopped this answer.');
  await vendor.release();
  faults.push(...(await faultsOf(ann, 'stopped')));

  await vendor.answers({
    text: '# One\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nconst a = 1;\n```\n\n$$x^2$$\n\n> Two',
  });
  await ann.chat.open(group);
  await ann.chat.askFully('All of markdown?');
  await ann.sees(ann.page.getByText('const a = 1;'));
  faults.push(...(await faultsOf(ann, 'markdown')));

  await ann.chat.does('All of markdown?', 'Instructions');
  await ann.fills('What the model should know or do', 'Be brief.');
  faults.push(...(await faultsOf(ann, 'instructions')));
  await ann.clicks('Save');
  await ann.sees(ann.page.getByRole('button', { name: 'Instructions stand above this chat' }));
  await ann.chat.does('Long or short?', 'Pin');
  await ann.sees('Pinned');
  faults.push(...(await faultsOf(ann, 'pinned and instructed')));

  await vendor.answers({ fault: { error_before_first_byte: { status: 503 } } });
  await ann.chat.ask('Are you there?');
  await ann.sees('Nothing was charged.');
  faults.push(...(await faultsOf(ann, 'failed')));

  await vendor.answers({ words: 400 });
  await ann.chat.choose('Dear');
  await ann.chat.askFully('Spend it.');
  await ann.chat.ask('Spend more than there is.');
  await ann.sees(/^Your credit is used up for now\./);
  faults.push(...(await faultsOf(ann, 'refused')));
  expect(faults).toEqual([]);
});
