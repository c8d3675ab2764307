import { expect, testWithKeeping as test } from '../harness/test';

test('three people share a plan, pay their parts, and each chats in private', async ({ people, vendor }) => {
  const ann = await people.visitor('Ann');
  await ann.goTo('/');
  await ann.page.getByRole('link', { name: 'Create an account' }).click();
  await ann.sees('You are the first here, so you will be this server’s operator');
  await ann.signUp();
  await ann.arrivesAt(/^\/groups\/new$/);
  const group = await ann.groups.create('The three of us', 'Trio');
  await ann.sees('2 seats are still free. The first month starts by itself when the last one is taken');

  const bo = await people.visitor('Bo');
  const cy = await people.visitor('Cy', { device: 'phone' });
  for (const person of [ann, bo, cy]) {
    person.watch.othersChangeThePage();
  }
  for (const person of [bo, cy]) {
    const invitation = await ann.groups.invite();
    await person.goTo(invitation);
    await person.sees('Ann invites you to The three of us');
    await person.page.getByRole('link', { name: 'Create an account to join' }).click();
    await person.signUp();
    expect(await person.groups.join(invitation)).toBe(group);
  }

  // The period has opened by itself, and everybody sees it without a reload.
  for (const person of [ann, bo, cy]) {
    await person.sees(/^Day 1 of \d\d/);
    await person.sees('Your part: 8.00 USD');
    await person.groups.claimPayment(`from ${person.name}`);
  }
  for (const { name } of [ann, bo, cy]) {
    await ann.groups.confirmPayment(name);
  }
  await ann.goTo(`/groups/${group}`);
  for (const person of [ann, bo, cy]) {
    await person.sees(/Paid, thank you\./);
  }

  const answers = new Map<string, string>();
  for (const [person, model] of [
    [ann, 'Steady'],
    [bo, 'Muse'],
    [cy, 'Steady'],
  ] as const) {
    await vendor.answers({ text: `Only for ${person.name}.` });
    await person.chat.open(group);
    await person.chat.choose(model);
    answers.set(person.name, await person.chat.askFully(`A question of ${person.name}?`));
  }
  expect([...answers.values()]).toEqual(['Only for Ann.', 'Only for Bo.', 'Only for Cy.']);

  // Nobody's list, page or usage has anything of the others'.
  for (const person of [ann, bo]) {
    for (const page of ['', '/usage', '/billing', '/chat']) {
      await person.goTo(`/groups/${group}${page}`);
      await person.sees(person.chat.inList(`A question of ${person.name}?`));
      await person.sees(person.page.getByRole('main').getByRole('heading', { level: 1 }));
      for (const other of [ann, bo, cy].filter((each) => each !== person)) {
        expect(await person.page.getByText(new RegExp(`(question of|Only for) ${other.name}`)).count()).toBe(
          0,
        );
      }
    }
  }

  await bo.goTo(`/groups/${group}/billing`);
  const invoice = bo.page.getByRole('article').filter({ hasText: 'Together' });
  await bo.sees(invoice);
  expect(await invoice.getByText('8.00 USD', { exact: true }).count()).toBe(3);
  expect(await invoice.getByText('Paid', { exact: true }).count()).toBe(3);
  await bo.sees(invoice.getByText('24.00 USD', { exact: true }));
});
