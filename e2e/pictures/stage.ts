import type { Person } from '../harness/person';
import { zoneOfNoon } from '../harness/person';
import type { People } from '../harness/test';

/** What is asked at the table before anybody takes a picture, and by whose model. */
const ASKED: readonly { who: 'ann' | 'bo' | 'cy'; model: string; question: string }[] = [
  { who: 'bo', model: 'thorough', question: 'What should I look at when I buy a used bicycle?' },
  { who: 'bo', model: 'swift', question: 'Turn that into a checklist for my phone' },
  { who: 'cy', model: 'thorough', question: 'Summarise the rules of Go for a beginner' },
  {
    who: 'ann',
    model: 'swift',
    question: 'Write a Python function that finds the longest common prefix of some words',
  },
  { who: 'ann', model: 'thorough', question: 'Explain how compound interest works, with a table' },
  {
    who: 'ann',
    model: 'thorough',
    question: 'Plan a week of dinners for three people who share a small kitchen',
  },
];

/** The chat that is shown, by its question. */
export const SHOWN = {
  question: 'How does our shared kitchen budget flow through a month?',
  answer: `Everybody pays in first; what is left over at the end goes back into the next month.

| When | What happens | Amount |
|---|---|---:|
| 1st | Ann, Bo and Cy pay their part | 240.00 |
| weekly | The big shop | −52.00 |
| 28th | Left over | 32.00 |

\`\`\`mermaid
graph LR
  A[Everybody pays in] --> K[Kitchen purse]
  K --> S[Weekly shop]
  K --> L[Left over]
  L --> N[Next month]
\`\`\`

So a smaller shop in one week is not lost: it makes **next month’s part smaller** for all three.`,
};

export type Table = { ann: Person; bo: Person; group: string };

/** A Trio group with some history: two of three shares are paid, and everybody has asked something. */
export async function laidTable(people: People): Promise<Table> {
  const [ann, bo, cy] = [await people.visitor('Ann'), await people.visitor('Bo'), await people.visitor('Cy')];
  const persons = { ann, bo, cy };
  for (const person of [ann, bo, cy]) {
    await person.signUpAtOnce();
  }
  const apis = { ann: await ann.inBrowser(), bo: await bo.inBrowser(), cy: await cy.inBrowser() };
  const body = { name: 'Kitchen table', plan: 'trio', time_zone: zoneOfNoon() };
  const { id: group } = await apis.ann.post<{ id: string }>('/groups', body);
  for (const who of ['bo', 'cy'] as const) {
    const { token } = await apis.ann.post<{ token: string }>(`/groups/${group}/invitations`);
    await apis[who].post(`/invitations/${token}/accept`);
  }
  type Invoices = { items: { shares: { id: string; user_id: string }[] }[] };
  for (const who of ['ann', 'bo'] as const) {
    const me = await apis[who].get<{ id: string }>('/me');
    const { items } = await apis[who].get<Invoices>(`/groups/${group}/invoices`);
    const share = items[0]?.shares.find(({ user_id }) => user_id === me.id);
    const paid = await apis[who].post<{ id: string }>(`/shares/${share?.id}/payments`, { method: 'manual' });
    await apis.ann.post(`/payments/${paid.id}/confirm`);
  }
  const folder = await apis.ann.post<{ id: string }>('/folders', { group_id: group, name: 'Recipes' });
  for (const { who, model, question } of ASKED) {
    const { id } = await apis[who].post<{ id: string }>('/conversations', { group_id: group, model });
    await apis[who].events(`/conversations/${id}/turns`, { text: question });
    if (question.startsWith('Plan a week')) {
      await apis[who].call('PATCH', `/conversations/${id}`, { folder_id: folder.id });
    }
  }
  return { ann: persons.ann, bo: persons.bo, group };
}

/** Dear enough that a few questions are seen in the pictures of shares. */
export function models(vendor: string): string {
  const model = (id: string, name: string, rate: string) => `
[[models]]
id = "${id}"
name = "${name}"
provider = "kitchen"
input_usd_per_mtok = "${rate}"
output_usd_per_mtok = "${rate}"
context_tokens = 128000
max_output_tokens = 2048
`;
  return `
[[providers]]
id = "kitchen"
name = "Kitchen"
kind = "openai"
base_url = "${vendor}/v1"
api_key = "e2e"
${model('thorough', 'Thorough', '1500.00')}${model('swift', 'Swift', '300.00')}`;
}
