import { faultsOf } from '../harness/faults';
import { expect, test } from '../harness/test';

test('a member has their encryption key replaced, goes on in every tab, and reads everything as before', async ({
  people,
  vendor,
}) => {
  await vendor.answers({ text: 'Under the stairs.' });
  const ann = await people.member('Ann');
  const phone = await people.deviceOf(ann, { device: 'phone' });
  await phone.goTo('/settings/devices');
  await phone.sees('This device');
  await ann.groups.startAlone();
  await ann.chat.askFully('Where is it?');
  const chat = ann.path;
  // Another tab of the same browser shows the chat meanwhile.
  const tab = await ann.context.newPage();
  await tab.goto(chat);
  await tab.getByText('Under the stairs.').first().waitFor();

  await ann.goTo('/settings/encryption');
  await ann.sees('Your chats are sealed with a key of your own.');
  await ann.clicks('New encryption key');
  const dialog = ann.page.getByRole('dialog');
  await ann.sees('Replace your encryption key?');
  await ann.fills('Your password', 'not her password');
  await dialog.getByRole('button', { name: 'New encryption key' }).click();
  await ann.sees('This is not your password.');
  await ann.fills('Your password', ann.account.password);
  await dialog.getByRole('button', { name: 'New encryption key' }).click();
  await ann.sees('Your key is replaced.');
  ann.watch.hides((await ann.recoveryCode()).trim());
  await ann.clicks('I kept it');
  await ann.sees('Everything is sealed with the new key.');

  // The phone is signed out; this browser's tabs are not.
  await phone.arrivesAt(/^\/(sign-in)?$/);
  await tab.reload();
  await tab.getByText('Under the stairs.').first().waitFor();
  await ann.goTo(chat);
  await ann.sees('Under the stairs.');
  await ann.chat.askFully('And the key?');
  const again = await people.deviceOf(ann);
  await again.goTo(chat);
  await again.sees('Under the stairs.');
});

test('its pages can be read by everybody, on every device, in both themes', async ({ people }) => {
  const bo = await people.member('Bo');
  const faults: string[] = [];
  await bo.goTo('/settings/encryption');
  await bo.sees('Your chats are sealed with a key of your own.');
  faults.push(...(await faultsOf(bo, 'encryption key')));
  await bo.looks('wide', 'light');
  await bo.clicks('New encryption key');
  await bo.sees('Replace your encryption key?');
  faults.push(...(await faultsOf(bo, 'replacing the encryption key')));
  await bo.looks('wide', 'light');
  await bo.fills('Your password', bo.account.password);
  await bo.page.getByRole('dialog').getByRole('button', { name: 'New encryption key' }).click();
  await bo.sees('Your key is replaced.');
  bo.watch.hides((await bo.recoveryCode()).trim());
  faults.push(...(await faultsOf(bo, 'the new recovery code')));
  await bo.clicks('I kept it');
  await bo.sees('Everything is sealed with the new key.');
  faults.push(...(await faultsOf(bo, 'encryption key, replaced')));
  expect(faults).toEqual([]);
});
