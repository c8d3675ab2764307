import type { Api } from './api';

type Operation = { parameters?: { in: string; name: string }[]; requestBody?: object };
type Document = { paths: Record<string, Record<string, Operation>> };

/** A valid body for every call that takes one, so that the answer is about the id and not about the body. */
const BODIES: Record<string, object> = {
  'patch /groups/{id}': { name: 'Taken over' },
  'post /groups/{id}/invitations': {},
  'post /groups/{id}/owner': { user_id: '01890000-0000-7000-8000-000000000000' },
  'post /shares/{id}/payments': { method: 'manual' },
  'post /payments/{id}/reject': { reason: 'Not mine.' },
  'post /payments/{id}/refund': { amount: 1, from: 'share' },
  'patch /passkeys/{id}': { name: 'Taken over' },
  'post /passkeys/{id}/remove': { password: 'whatever it is' },
  'post /sessions/{id}/end': { password: 'whatever it is' },
  'post /shares/{id}/cover': {},
  'put /groups/{id}/split': { mode: 'equal' },
  'put /groups/{id}/plan': { plan: 'squad' },
  'put /groups/{id}/standing-cover': { limit: null },
  'post /admin/sandboxes/{id}/clock': { by: 'day', times: 1 },
  'put /groups/{id}/lending': { lending: 'common' },
  'put /groups/{id}/caps': { day_nanousd: 1 },
  'post /groups/{id}/top-up': { packs: 1 },
  'post /groups/{id}/settle-up': {
    from_user_id: '01890000-0000-7000-8000-000000000000',
    amount: { amount: 1, currency: 'USD' },
  },
  'patch /conversations/{id}': { title: 'Taken over' },
  'put /conversations/{id}/instructions': { text: 'Say what was said here.' },
  'put /drafts/{id}': { text: 'Not yours' },
  'post /conversations/{id}/snapshots': {},
  'put /folders/{id}': { name: 'Taken over' },
  'put /prompts/{id}': { name: 'Taken over', text: 'Taken over' },
  'post /conversations/{id}/turns': { text: 'What was said here?' },
};

const BASE = '/api/v1';

/** What each operation of the API's own description answers to each of the ids; `404` is left out. */
export async function answersTo(
  api: Api,
  document: unknown,
  ids: Record<string, string>,
): Promise<{ asked: number; others: string[] }> {
  let asked = 0;
  const others: string[] = [];
  for (const [path, operations] of Object.entries((document as Document).paths)) {
    if (!(path.startsWith(BASE) && path.includes('{'))) {
      continue;
    }
    const short = path.slice(BASE.length);
    for (const [method, operation] of Object.entries(operations)) {
      const key = `${method} ${generic(short)}`;
      const body = BODIES[key];
      if (operation.requestBody !== undefined && body === undefined) {
        throw new Error(`sweep.ts has no body for ${key}`);
      }
      for (const [what, id] of Object.entries(ids)) {
        asked += 1;
        const status = await api.status(method.toUpperCase(), short.replaceAll(/\{\w+\}/g, id), body);
        if (status !== 404) {
          others.push(`${key} with a ${what}: ${status}`);
        }
      }
    }
  }
  return { asked, others };
}

/** The first parameter is called `{id}` here, whatever its name in the document. */
function generic(path: string): string {
  return path.replace(/\{\w+\}/, '{id}');
}
