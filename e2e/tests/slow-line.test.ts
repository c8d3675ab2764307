import { DEVICE_NAMES } from '../harness/person';
import { comesToRest, slowLine } from '../harness/slowLine';
import { test } from '../harness/test';

// What comes late must not push away what is read: seen only where something does come late.

for (const device of DEVICE_NAMES) {
  test(`on a slow line no page moves what is read (${device})`, async ({ people, vendor }) => {
    await vendor.answers({ text: '# An answer\n\nwith **markdown**, and `code`.' });
    const ann = await people.member('Ann', { device });
    const group = await ann.groups.startAlone();
    await ann.chat.askFully('A question?');
    const chat = ann.path;
    ann.watch.noticesSmallJumps();
    await slowLine(ann.page);
    for (const path of [
      chat,
      `/groups/${group}`,
      `/groups/${group}/usage`,
      `/groups/${group}/billing`,
      '/notices',
    ]) {
      await ann.goTo(path);
      await ann.page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
      await comesToRest(ann.page);
    }
  });
}
