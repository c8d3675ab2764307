import { accessibilityFaults } from '../harness/axe';
import { expect, test } from '../harness/test';

test('a key is made, used by a program beside the chat, seen in the usage, and revoked', async ({
  people,
  house,
  vendor,
}) => {
  await vendor.answers({ text: 'Hello from the vendor', usage: { custom: { input: 7, output: 4 } } });
  const ann = await people.member('Ann');
  const group = await ann.groups.startAlone();
  await ann.goTo('/settings/api-keys');
  await ann.sees('No keys yet');
  await ann.clicks('Make a key');
  await ann.fills('Name', 'Editor');
  await ann.page.getByRole('dialog').getByRole('button', { name: 'Make a key' }).click();
  await ann.sees(ann.page.getByLabel('Secret'));
  const secret = await ann.typed('Secret');
  expect(secret).toMatch(/^potluck_[\w-]{43}$/);
  expect(await accessibilityFaults(ann.page)).toEqual([]);
  await ann.clicks('I have copied it');
  await ann.sees('Never used');

  const models = await fetch(`${house.url}/v1/models`, { headers: { authorization: `Bearer ${secret}` } });
  const { data } = (await models.json()) as { data: { id: string }[] };
  const ask = () =>
    fetch(`${house.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: data[0]?.id, messages: [{ role: 'user', content: 'Hello' }] }),
    });
  const answer = (await (await ask()).json()) as { choices: { message: { content: string } }[] };
  expect(answer.choices[0]?.message.content).toBe('Hello from the vendor');

  await ann.goTo(`/groups/${group}/usage`);
  await ann.sees(ann.page.getByRole('row', { name: /^Mine/ }));
  await ann.goTo('/settings/api-keys');
  await ann.sees(/^Last used/);
  await ann.clicks('Revoke Editor');
  await ann.page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await ann.sees('No keys yet');
  expect((await ask()).status).toBe(401);
});
