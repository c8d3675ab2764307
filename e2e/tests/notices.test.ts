import { accessibilityFaults } from '../harness/axe';
import { expect, testWithMail as test } from '../harness/test';

test('what concerns somebody is told once, leads to where it is dealt with, and is read on every device', async ({
  people,
}) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone('Duo');
  const phone = await people.deviceOf(ann, { device: 'phone' });
  await phone.goTo('/');
  await phone.sees(phone.page.getByRole('link', { name: '1 new notice' }));

  await ann.page.getByRole('link', { name: '1 new notice' }).click();
  await ann.sees(ann.page.getByRole('heading', { name: 'Notices', level: 1 }));
  expect(await accessibilityFaults(ann.page)).toEqual([]);
  await ann.page.getByRole('link', { name: /Your part of Alone is 16\.00 USD/ }).click();
  await ann.arrivesAt(/\/billing$/);
  await ann.sees(ann.page.getByRole('heading', { name: /^Invoice PL-/ }));
  // By itself, on the other device too.
  await phone.sees(phone.page.getByRole('link', { name: 'Notices', exact: true }));
});

test('mails are written in the language of the page, and can be switched off', async ({
  people,
  mailbox,
}) => {
  const ann = await people.member('Ann');
  await ann.goTo('/settings/appearance');
  await ann.page.getByLabel('Language').selectOption('Deutsch');
  await ann.sees(ann.page.getByRole('heading', { name: 'Einstellungen' }));
  await ann.goTo('/settings/notifications');
  const credit = ann.page.getByRole('checkbox', { name: /^Guthaben/ });
  await credit.uncheck();
  await ann.sees('Gespeichert.');
  expect(await accessibilityFaults(ann.page)).toEqual([]);
  await ann.page.reload();
  await ann.sees(ann.page.getByRole('checkbox', { name: /^Rechnungen und Zahlungen/, checked: true }));
  expect(await credit.isChecked()).toBe(false);

  await ann.page.evaluate(() => localStorage.setItem('potluck.language', 'en'));
  await ann.groups.startAlone('Duo');
  const mail = await mailbox.next(ann.account.email);
  expect(mail).toContain('Hallo Ann,');
});
