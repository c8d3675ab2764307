// Many at once through Potluck against the vendor directly: bench/README.md.
//
//     node bench/many.mjs [--what gateway|turns|streams|burst] [--clients 64] [--seconds 10] [--streams 1000] [--titles]
//         [--profile debug]

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { answers, call, open, processorTime, quantile } from './house.mjs';

const { values: options } = parseArgs({
  options: {
    what: { type: 'string', default: 'gateway' },
    clients: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '10' },
    streams: { type: 'string', default: '1000' },
    titles: { type: 'boolean', default: false },
    profile: { type: 'string', default: 'debug' },
  },
});
const QUESTION = 'How many can you answer at once?';
const SHORT = { words: 64 };
const REALISTIC = { words: 100, first_token_delay_ms: 300, token_delay_ms: 20 };
/** How long such an answer takes at the vendor. */
const REALISTIC_MS = REALISTIC.first_token_delay_ms + REALISTIC.words * REALISTIC.token_delay_ms;
/** How many each of the realistic streams' clients asks for, one after the other; the first is to warm up. */
const STREAMS_OF_A_CLIENT = 4;
const WARM_UP_SECONDS = 1;
const FIRST_TOKEN = /"content":"[^"]|"text":"[^"]/;
const NOTHING = Buffer.alloc(0);
const TURNS_OF_A_CONVERSATION = 5;

const clients = Number(options.clients);
const house = await open(options.profile, clients, options.titles);
const agent = new Agent({ keepAlive: true, maxSockets: 10_000 });

/** Sends a body and reads the whole answer; gives the milliseconds until its first token, or fails. */
async function ask(url, bearer, body) {
  const text = JSON.stringify(body);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    accept: 'text/event-stream',
    authorization: `Bearer ${bearer}`,
  };
  const before = performance.now();
  const asked = request(url, { method: 'POST', agent, headers });
  asked.end(text);
  const [response] = await once(asked, 'response');
  let took = null;
  let [beforeLast, last] = [NOTHING, NOTHING];
  // By the event and not by an iterator, and no text is made of what nobody reads: this client shares the machine.
  response.on('data', (chunk) => {
    if (took === null && FIRST_TOKEN.test(chunk.toString('latin1'))) {
      took = performance.now() - before;
    }
    [beforeLast, last] = [last, chunk];
  });
  await once(response, 'end');
  const end = Buffer.concat([beforeLast, last]).toString('latin1').slice(-200);
  if (response.statusCode !== 200 || took === null || !/\[DONE\]|turn\.finished|"status":"finished"/.test(end)) {
    throw new Error(`${url} answers ${response.statusCode}: ${end}`);
  }
  return took;
}

const chat = { model: 'bench', stream: true, messages: [{ role: 'user', content: QUESTION }] };
const direct = () => ask(`${house.vendor.url}/v1/chat/completions`, 'bench', chat);
const gateway = (client) => ask(`${house.potluck.url}/v1/chat/completions`, memberOf(client).key, chat);
const memberOf = (client) => house.members[client % house.members.length];

/** Each client goes on in a conversation of its own, and begins another one after a few questions, as people do. */
const talks = new Map();
async function turn(client) {
  const { token, group } = memberOf(client);
  let talk = talks.get(client);
  if (talk === undefined || talk.turns === TURNS_OF_A_CONVERSATION) {
    const { id } = await call('POST', `${house.api}/conversations`, { group_id: group, model: 'bench' }, token);
    talk = { id, turns: 0 };
    talks.set(client, talk);
  }
  talk.turns += 1;
  return await ask(`${house.api}/conversations/${talk.id}/turns`, token, { text: QUESTION });
}

/** Answers a second, with so many clients that each ask again as soon as they are answered. */
async function rate(one) {
  const run = async (seconds) => {
    const until = performance.now() + seconds * 1000;
    let done = 0;
    const client = async (_, number) => {
      while (performance.now() < until) {
        await one(number);
        done += 1;
      }
    };
    const began = performance.now();
    await Promise.all(Array.from({ length: clients }, client));
    return { done, result: done / ((performance.now() - began) / 1000) };
  };
  await run(WARM_UP_SECONDS);
  return await weighed(one.name, () => run(Number(options.seconds)));
}

/** The server's memory at its highest, in MiB. */
function memory() {
  const status = readFileSync(`/proc/${house.potluck.program.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

/** All begin at the same moment; the first tokens' times, sorted. */
async function burst(one, count) {
  const times = await Promise.all(Array.from({ length: count }, (_, number) => one(number)));
  return times.sort((a, b) => a - b);
}

/** So many at once for a while, as people come: evenly over the time that an answer takes. The first tokens' times, sorted. */
async function steady(one, count) {
  const client = async (_, number) => {
    await setTimeout((number / count) * REALISTIC_MS);
    await one(number);
    const times = [];
    while (times.length < STREAMS_OF_A_CLIENT - 1) {
      times.push(await one(number));
    }
    return times;
  };
  const times = (await Promise.all(Array.from({ length: count }, client))).flat();
  return times.sort((a, b) => a - b);
}

/** Does something, and says what it took of the processors: of each program for one answer, and of the machine. */
async function weighed(name, work) {
  const [before, began] = [processorTime(house), performance.now()];
  const { done, result } = await work();
  const [after, took] = [processorTime(house), performance.now() - began];
  const spent = Object.entries(after).map(([part, ms]) => [part, ms - before[part]]);
  const parts = spent.map(([part, ms]) => `${part} ${(ms / done).toFixed(2)}`).join(', ');
  const busy = (100 * (after.machine - before.machine)) / (took * availableParallelism());
  console.log(`${name}: milliseconds of processor time for an answer: ${parts}; ${busy.toFixed(0)} % busy`);
  return result;
}

console.log(`profile ${options.profile}, ${options.what}`);
if (options.what === 'streams' || options.what === 'burst') {
  const count = Number(options.streams);
  const arrive = options.what === 'burst' ? burst : steady;
  await answers(house.vendor, REALISTIC);
  const times = (one) =>
    weighed(one.name, async () => {
      const result = await arrive(one, count);
      return { done: result.length, result };
    });
  const [alone, through] = [await times(direct), await times(gateway)];
  for (const [name, part] of [
    ['median', 0.5],
    ['99th', 0.99],
  ]) {
    const [a, b] = [quantile(alone, part), quantile(through, part)];
    console.log(`${count} streams, first token, ${name}: ${a.toFixed(0)} ms directly, ${(b - a).toFixed(1)} ms added`);
  }
  console.log(`memory of the server at most: ${memory().toFixed(0)} MiB`);
} else {
  await answers(house.vendor, SHORT);
  const alone = await rate(direct);
  const through = await rate(options.what === 'turns' ? turn : gateway);
  console.log(`${clients} clients in groups of five, answers of 64 tokens, a second:`);
  console.log(`  directly ${alone.toFixed(0)}, through Potluck ${through.toFixed(0)}: ${(through / alone).toFixed(2)} of it`);
}

agent.destroy();
await house.close();
