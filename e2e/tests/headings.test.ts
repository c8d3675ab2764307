import { expect, test } from '../harness/test';

test('headings stand at the same place on every page', async ({ people }) => {
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  const begins: Record<string, number | undefined> = {};
  for (const [path, heading] of [
    [`/groups/${group}/billing`, 'Billing'],
    [`/groups/${group}/usage`, 'Usage'],
    ['/settings', 'Settings'],
    ['/notices', 'Notices'],
  ] as const) {
    await ann.goTo(path);
    const title = ann.page.getByRole('heading', { level: 1, name: heading });
    await ann.sees(title);
    begins[heading] = (await title.boundingBox())?.x;
  }
  const { Settings: there } = begins;
  expect(begins).toEqual({ Billing: there, Usage: there, Settings: there, Notices: there });
});
