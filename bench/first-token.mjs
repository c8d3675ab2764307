// Time to the first token through Potluck against the vendor directly: bench/README.md.
//
//     node bench/first-token.mjs [--pairs 200] [--vendor-delay 0,20] [--profile debug]

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
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

const directory = mkdtempSync(join(tmpdir(), 'potluck-bench-'));
const programs = [];
process.once('exit', () => {
  for (const program of programs) {
    program.kill('SIGKILL');
  }
});

/** Starts a program of the chosen profile; gives what its ready line says. */
async function start(name, words, env, ready) {
  const path = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), options.profile, name);
  const log = openSync(join(directory, `${name}.log`), 'a');
  const program = spawn(path, words, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', log] });
  programs.push(program);
  const said = await new Promise((resolve, reject) => {
    program.once('error', reject);
    program.once('exit', (code) => reject(new Error(`${path} ended with ${code}; see ${directory}`)));
    createInterface({ input: program.stdout }).on('line', (line) => {
      const found = ready.exec(line)?.[1];
      if (found !== undefined) {
        resolve(found);
      }
    });
  });
  return { program, url: said };
}

/** A plain call with a JSON answer. */
async function call(method, url, body, token) {
  const response = await fetch(url, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) {
    throw new Error(`${method} ${url} answers ${response.status}: ${await response.text()}`);
  }
  return response.status === 204 ? null : await response.json();
}

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

const quantile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
const shown = (milliseconds) => milliseconds.toFixed(2).padStart(7);

const vendor = await start('simulator', ['--listen', '127.0.0.1:0'], {}, /^(http:\/\/\S+)$/);
writeFileSync(
  join(directory, 'potluck.toml'),
  `
[[plans]]
code = "bench"
name = "Bench"
seats = 2
price = "1.00 USD"
credit_usd = "100000.00"

[[providers]]
id = "simulated"
kind = "openai"
base_url = "${vendor.url}/v1"
api_key = "bench"

[[models]]
id = "bench"
provider = "simulated"
input_usd_per_mtok = "1.00"
output_usd_per_mtok = "2.00"
context_tokens = 16000
max_output_tokens = 1024
`,
);
const potluck = await start(
  'potluck',
  ['serve'],
  {
    DATABASE_URL: '',
    OPENAI_API_KEY: '',
    ANTHROPIC_API_KEY: '',
    GEMINI_API_KEY: '',
    OLLAMA_HOST: '127.0.0.1:9',
    POTLUCK_CONFIG: join(directory, 'potluck.toml'),
    POTLUCK_DATA_DIR: join(directory, 'data'),
    POTLUCK_LISTEN: '127.0.0.1:0',
  },
  /^Potluck is ready: (\S+)$/,
);
const api = `${potluck.url}/api/v1`;
const account = { name: 'Bench', email: 'bench@example.org', password: 'a long enough secret' };
await call('POST', `${api}/auth/sign-up`, account);
const signIn = () => call('POST', `${api}/auth/sign-in`, account);
let { access_token: token } = await signIn();
const { id: group } = await call('POST', `${api}/groups`, { name: 'Bench', plan: 'bench' }, token);
await call('POST', `${api}/groups/${group}/start`, undefined, token);

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
  const { id } = await call('POST', `${api}/conversations`, { group_id: group, model: 'bench' }, token);
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
  ({ access_token: token } = await signIn());
  await call('POST', `${vendor.url}/control/script`, {
    default: { words: ANSWER_WORDS, first_token_delay_ms: delay },
  }).catch((error) => {
    // It answers without a body.
    if (!(error instanceof SyntaxError)) {
      throw error;
    }
  });
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
for (const { program } of [potluck, vendor]) {
  const ended = once(program, 'exit');
  program.kill('SIGTERM');
  await ended;
}
rmSync(directory, { recursive: true, force: true });
process.exitCode = slow ? 1 : 0;
