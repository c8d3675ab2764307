import { test } from '../harness/test';

test('what a model thought is folded under how long it took, while it answers and after', async ({
  people,
  vendor,
}) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.choose('Muse');
  await vendor.answers({
    reasoning: 'They are hungry. Soup is quick.',
    text: 'Make a soup of pumpkin and lentils.',
    token_delay_ms: 50,
    hold_after: 2,
  });
  await ann.chat.ask('What shall we cook?');
  // The answer has begun, so the thinking is over.
  await ann.sees(/^Thought for \d+ seconds?$/);
  await ann.chat.reads('Make a');
  await vendor.release();
  await ann.chat.readsToEnd();
  await ann.clicks(/^Thought for \d+ seconds?$/);
  await ann.sees('They are hungry. Soup is quick.');
  await ann.page.reload();
  await ann.chat.readsToEnd();
  await ann.clicks(/^Thought for \d+ seconds?$/);
  await ann.sees('They are hungry. Soup is quick.');
});
