import { testWithKeeping as test } from '../harness/test';

test('without a connection the app still opens, and goes on when it is back', async ({ people }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await ann.chat.askFully('Are you still there?');
  await ann.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  // What the first visit fetched before it was there is kept by the second.
  await ann.page.reload();
  await ann.sees('Are you still there?');
  await ann.context.setOffline(true);
  await ann.page.reload();
  await ann.sees('No connection to the server. Nothing you typed is lost; try again in a moment.');
  await ann.context.setOffline(false);
  await ann.clicks('Try again');
  await ann.sees(ann.page.getByRole('article').first());
});
