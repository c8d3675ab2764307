// Many at once through Potluck against the vendor directly: bench/README.md.
//
//     node bench/many.mjs [--what gateway|turns|streams|burst] [--clients 64] [--seconds 10] [--streams 1000] [--titles]
//         [--profile debug]

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { answers, open, processorTime, quantile } from './house.mjs';
import { Line } from './line.mjs';

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
/** PostgreSQL looks at new tables four times a minute, and plans as if they were empty until it has. */
const STATISTICS_SECONDS = 20;
const TURNS_OF_A_CONVERSATION = 5;

const clients = Number(options.clients);
const house = await open(options.profile, clients, options.titles);
/** How many words each answer has: none of their events may be missing. */
const { words } = isStreams() ? REALISTIC : SHORT;
const lines = new Map();

/** A client's own connection to the vendor or to Potluck, which it keeps. */
function lineTo({ url }, client) {
  const name = `${client} ${url}`;
  const line = lines.get(name) ?? new Line(url);
  lines.set(name, line);
  return line;
}

/** Asks and reads the whole answer; gives the milliseconds until its first token, or fails. */
async function ask(line, path, bearer, body) {
  const { status, events, firstTokenMs, end, text } = await line.post(path, bearer, body);
  const isWhole = events >= words && /\[DONE\]|turn\.finished|"status":"finished"/.test(end);
  if (status !== 200 || firstTokenMs === null || !isWhole) {
    throw new Error(`${path} answers ${status} with ${events} events: ${end}${text}`);
  }
  return firstTokenMs;
}

const COMPLETIONS = '/v1/chat/completions';
const chat = { model: 'bench', stream: true, messages: [{ role: 'user', content: QUESTION }] };
const direct = (client) => ask(lineTo(house.vendor, client), COMPLETIONS, 'bench', chat);
const gateway = (client) => ask(lineTo(house.potluck, client), COMPLETIONS, memberOf(client).key, chat);
const memberOf = (client) => house.members[client % house.members.length];

/** Each client goes on in a conversation of its own, and begins another one after a few questions, as people do. */
const talks = new Map();
async function turn(client) {
  const { token, group } = memberOf(client);
  const line = lineTo(house.potluck, client);
  let talk = talks.get(client);
  if (talk === undefined || talk.turns === TURNS_OF_A_CONVERSATION) {
    const begun = await line.post('/api/v1/conversations', token, { group_id: group, model: 'bench' });
    talk = { id: JSON.parse(begun.text).id, turns: 0 };
    talks.set(client, talk);
  }
  talk.turns += 1;
  return await ask(line, `/api/v1/conversations/${talk.id}/turns`, token, { text: QUESTION });
}

function isStreams() {
  return options.what === 'streams' || options.what === 'burst';
}

/** Answers a second, with so many clients that each ask again as soon as they are answered. */
async function rate(one, warmUpSeconds) {
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
  await run(warmUpSeconds);
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
if (isStreams()) {
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
  const alone = await rate(direct, WARM_UP_SECONDS);
  const through = await rate(options.what === 'turns' ? turn : gateway, STATISTICS_SECONDS);
  console.log(`${clients} clients in groups of five, answers of 64 tokens, a second:`);
  console.log(
    `  directly ${alone.toFixed(0)}, through Potluck ${through.toFixed(0)}: ${(through / alone).toFixed(2)} of it`,
  );
}

for (const line of lines.values()) {
  line.close();
}
await house.close();
