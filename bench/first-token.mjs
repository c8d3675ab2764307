// Time to the first token through Potluck against the vendor directly: bench/README.md.
//
//     node bench/first-token.mjs [--pairs 200] [--vendor-delay 0,20] [--profile debug]

import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import { answers, call, open, quantile, signIn } from './house.mjs';

const { values: options } = parseArgs({
  options: {
    pairs: { type: 'string', default: '200' },
    'vendor-delay': { type: 'string', default: '0,20' },
    profile: { type: 'string', default: 'debug' },
  },
});
/** Thrown away at the beginning of each round: connections are made, code is loaded. */
const WARM_UP_PAIRS = 20;
/** Asked for by the issue. */
const ADDED_MS_MAX = 5;
const ANSWER_WORDS = 20;
const QUESTION = 'How long does it take until you begin?';

/** Sends a question and reads the whole answer; gives the milliseconds until its first token. */
async function firstToken(agent, url, headers, body, isToken) {
  const text = JSON.stringify(body);
  const asked = request(url, {
    method: 'POST',
    agent,
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      accept: 'text/event-stream',
      ...headers,
    },
  });
  const before = performance.now();
  asked.end(text);
  const [response] = await once(asked, 'response');
  let stream = '';
  let took = null;
  response.setEncoding('utf8');
  for await (const chunk of response) {
    stream += chunk;
    if (took === null && isToken.test(stream)) {
      took = performance.now() - before;
    }
  }
  if (response.statusCode !== 200 || took === null) {
    throw new Error(`${url} answers ${response.statusCode} without a token: ${stream}`);
  }
  return took;
}

const shown = (milliseconds) => milliseconds.toFixed(2).padStart(7);

const { vendor, api, members, close } = await open(options.profile);
const [member] = members;
let token = member.token;

// Like a browser: connections stay open. One client, so one of each.
const agents = [new Agent({ keepAlive: true, maxSockets: 1 }), new Agent({ keepAlive: true, maxSockets: 1 })];
const direct = () =>
  firstToken(
    agents[0],
    `${vendor.url}/v1/chat/completions`,
    { authorization: 'Bearer bench' },
    { model: 'bench', stream: true, messages: [{ role: 'user', content: QUESTION }] },
    /"content":\s*"[^"]/,
  );
async function throughPotluck() {
  // As the web app does it: the conversation is there before the turn is asked for.
  const { id } = await call('POST', `${api}/conversations`, { group_id: member.group, model: 'bench' }, token);
  return firstToken(
    agents[1],
    `${api}/conversations/${id}/turns`,
    { authorization: `Bearer ${token}` },
    { text: QUESTION },
    /event: ?text\.delta\n|event: ?turn\.snapshot\ndata: ?\{[^\n]*"text":"[^"]/,
  );
}

console.log(`profile ${options.profile}, ${options.pairs} pairs, first token in ms: median (10 % .. 90 %)`);
let slow = false;
for (const delay of options['vendor-delay'].split(',').map(Number)) {
  token = await signIn(api, member);
  await answers(vendor, { words: ANSWER_WORDS, first_token_delay_ms: delay });
  const times = { direct: [], potluck: [], added: [] };
  for (let pair = -WARM_UP_PAIRS; pair < Number(options.pairs); pair += 1) {
    // In turn, so that whatever else the machine does meets both; the order changes with every pair.
    const first = pair % 2 === 0;
    const before = first ? await direct() : null;
    const through = await throughPotluck();
    const alone = before ?? (await direct());
    if (pair >= 0) {
      times.direct.push(alone);
      times.potluck.push(through);
      times.added.push(through - alone);
    }
  }
  for (const list of Object.values(times)) {
    list.sort((a, b) => a - b);
  }
  console.log(`\nvendor waits ${delay} ms`);
  for (const [name, list] of Object.entries(times)) {
    const [median, low, high] = [0.5, 0.1, 0.9].map((part) => quantile(list, part));
    console.log(`  ${name.padEnd(8)} ${shown(median)}  (${shown(low)} ..${shown(high)})`);
  }
  slow ||= quantile(times.potluck, 0.5) - quantile(times.direct, 0.5) > ADDED_MS_MAX;
}
console.log(slow ? `\nmore than ${ADDED_MS_MAX} ms added` : `\nat most ${ADDED_MS_MAX} ms added`);

for (const agent of agents) {
  agent.destroy();
}
await close();
process.exitCode = slow ? 1 : 0;
