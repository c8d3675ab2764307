import { faultsOf } from '../../harness/faults';
import { expect, test } from '../../harness/test';

const SECTIONS = {
  'the account': ['', '/profile', '/appearance', '/notifications', '/archive', '/data', '/privacy'],
  'what keeps it': ['/passkeys', '/two-step', '/encryption', '/devices', '/activity', '/api-keys'],
};

for (const [what, sections] of Object.entries(SECTIONS)) {
  test(`the settings: ${what}`, async ({ people }) => {
    const bo = await people.member('Bo');
    bo.watch.noticesSmallJumps();
    await bo.groups.startAlone();
    const faults: string[] = [];
    for (const section of sections) {
      await bo.goTo(`/settings${section}`);
      await bo.sees(bo.page.getByRole('heading', { level: 2 }).first());
      faults.push(...(await faultsOf(bo, `settings${section}`)));
    }
    expect(faults).toEqual([]);
  });
}

test('the notices', async ({ people }) => {
  const bo = await people.member('Bo');
  bo.watch.noticesSmallJumps();
  await bo.groups.startAlone();
  await bo.goTo('/notices');
  await bo.sees(bo.page.getByRole('link', { name: /Your part of Alone is/ }));
  expect(await faultsOf(bo, 'notices')).toEqual([]);
});
