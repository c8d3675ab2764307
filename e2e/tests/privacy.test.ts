import { answersTo } from '../harness/sweep';
import { expect, test } from '../harness/test';

type Message = { id: string; turn_id: string | null };
type List<T> = { items: T[] };

test('another member reaches nothing of a chat: not by its address, not by any call', async ({
  house,
  people,
  vendor,
}) => {
  await vendor.answers({ text: 'It is a secret.' });
  const ann = await people.member('Ann');
  const group = await ann.groups.create('Neighbours', 'Duo');
  const invitation = await ann.groups.invite();
  const bo = await people.member('Bo');
  await bo.groups.join(invitation);

  await ann.chat.open(group);
  await ann.chat.askFully('What is it?');
  const conversation = ann.chat.here;
  const annsApi = await ann.api();
  const { items: messages } = await annsApi.get<List<Message>>(`/conversations/${conversation}/messages`);
  const [question, reply] = messages;
  const turn = reply?.turn_id;
  if (!(question && reply && turn)) {
    throw new Error('the conversation has no question and answer');
  }

  await bo.goTo(ann.path);
  await bo.sees('This chat is not here');
  expect(await bo.page.getByText('secret').count()).toBe(0);

  const bosApi = await bo.api();
  const document = await (await fetch(`${house.url}/api/openapi.json`)).json();
  const ids = { conversation, question: question.id, reply: reply.id, turn };
  const { asked, others } = await answersTo(bosApi, document, ids);
  expect(others).toEqual([]);
  expect(asked).toBeGreaterThan(60);

  // In places other than the path, too.
  const { body: own } = await bosApi.call<{ id: string }>('POST', '/conversations', { group_id: group });
  for (const parent of [question.id, reply.id]) {
    for (const body of [{ text: 'Go on.', parent_id: parent }, { parent_id: parent }]) {
      const { status } = await bosApi.call('POST', `/conversations/${own.id}/turns`, body);
      expect([404, 422]).toContain(status);
    }
  }
  const { items } = await bosApi.get<List<{ id: string }>>(`/conversations?group_id=${group}`);
  expect(items.map(({ id }) => id)).toEqual([own.id]);

  // And nothing of it was changed by trying.
  const { items: after } = await annsApi.get<List<Message>>(`/conversations/${conversation}/messages`);
  expect(after).toEqual(messages);
});

test('somebody outside of the group reaches nothing of it', async ({ house, people, vendor }) => {
  await vendor.answers({ text: 'It is a secret.' });
  const ann = await people.member('Ann');
  const group = await ann.groups.create('Fortress', 'Trio');
  await ann.groups.invite();
  await ann.groups.start();
  await ann.groups.claimPayment('cash');
  await ann.chat.open(group);
  await ann.chat.askFully('Who goes there?');
  const conversation = ann.chat.here;

  const annsApi = await ann.api();
  const { items: invitations } = await annsApi.get<List<{ id: string }>>(`/groups/${group}/invitations`);
  const { items: invoices } = await annsApi.get<
    List<{ id: string; shares: { id: string; payment: { id: string } | null }[] }>
  >(`/groups/${group}/invoices`);
  const me = await annsApi.get<{ id: string }>('/me');
  const share = invoices[0]?.shares[0];
  const ids = {
    group,
    conversation,
    member: me.id,
    invitation: invitations[0]?.id ?? '',
    invoice: invoices[0]?.id ?? '',
    share: share?.id ?? '',
    payment: share?.payment?.id ?? '',
  };
  expect(Object.values(ids)).not.toContain('');

  const eve = await people.member('Eve');
  const evesApi = await eve.api();
  const document = await (await fetch(`${house.url}/api/openapi.json`)).json();
  const { others } = await answersTo(evesApi, document, ids);
  expect(others).toEqual([]);
  for (const path of [`/conversations?group_id=${group}`, `/models?group_id=${group}`]) {
    expect(await evesApi.status('GET', path)).toBe(404);
  }
  expect(await evesApi.status('POST', '/conversations', { group_id: group })).toBe(404);
});
