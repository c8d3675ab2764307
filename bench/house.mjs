// A Potluck and a simulated vendor of their own, for one measurement: an empty database, groups of five, all the credit in the world.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SEATS = 5;

const directory = mkdtempSync(join(tmpdir(), 'potluck-bench-'));
const programs = [];
process.once('exit', () => {
  for (const program of programs) {
    program.kill('SIGKILL');
  }
});

/** Starts a program of a profile; gives what its ready line says. */
async function start(profile, name, words, env, ready) {
  const path = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), profile, name);
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
export async function call(method, url, body, token) {
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

/**
 * The programs of one profile, and so many members in groups of five that have started. `close` stops them and takes their files
 * away.
 */
export async function open(profile, people = 1, titles = false) {
  const vendor = await start(profile, 'simulator', ['--listen', '127.0.0.1:0'], {}, /^(http:\/\/\S+)$/);
  writeFileSync(
    join(directory, 'potluck.toml'),
    `
# A name for a chat is a call of its own, and not measured without being asked for.
automatic_titles = ${titles}

[[plans]]
code = "bench"
name = "Bench"
seats = 5
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
    profile,
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
  const members = [];
  while (members.length < people) {
    members.push(...(await startGroup(api, members.length / SEATS)));
  }
  return { vendor, potluck, api, members: members.slice(0, people), close: () => close([potluck, vendor]) };
}

/** A group with all seats taken: each member's session and API key. The last seat starts it. */
async function startGroup(api, number) {
  const [owner, ...others] = await Promise.all(
    Array.from({ length: SEATS }, (_, seat) => signUp(api, `bench-${number}-${seat}@example.org`)),
  );
  const { id: group } = await call('POST', `${api}/groups`, { name: `Bench ${number}`, plan: 'bench' }, owner.token);
  for (const other of others) {
    const { token: invitation } = await call('POST', `${api}/groups/${group}/invitations`, {}, owner.token);
    await call('POST', `${api}/invitations/${invitation}/accept`, undefined, other.token);
  }
  return await Promise.all(
    [owner, ...others].map(async (member) => {
      const { secret: key } = await call('POST', `${api}/api-keys`, { name: 'Bench', group_id: group }, member.token);
      return { ...member, group, key };
    }),
  );
}

async function signUp(api, email) {
  const account = { name: 'Bench', email, password: 'a long enough secret' };
  const { access_token: token } = await call('POST', `${api}/auth/sign-up`, account);
  return { token, account };
}

/** What one tick of the kernel's accounts is. */
const TICK_MS = 10;

/** Milliseconds of processor time that each program has taken so far, and the whole machine with what else runs on it. */
export function processorTime(house) {
  const spent = { client: 0, vendor: 0, potluck: 0, postgres: 0 };
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const name = nameOf(Number(id), house);
    if (name !== undefined) {
      spent[name] += ticks(id) * TICK_MS;
    }
  }
  const [, ...all] = readFileSync('/proc/stat', 'utf8').split('\n')[0].trim().split(/\s+/);
  const [user, nice, system, , , irq, softirq] = all.map(Number);
  return { ...spent, machine: (user + nice + system + irq + softirq) * TICK_MS };
}

/** Which part of the measurement a process is. */
function nameOf(id, { vendor, potluck }) {
  const known = { [process.pid]: 'client', [vendor.program.pid]: 'vendor', [potluck.program.pid]: 'potluck' }[id];
  return known ?? (isPostgres(id) ? 'postgres' : undefined);
}

/** Whether a process belongs to the database below this measurement's directory. */
function isPostgres(id) {
  try {
    return readlinkSync(`/proc/${id}/cwd`).startsWith(directory);
  } catch {
    return false; // It has ended, or is somebody else's.
  }
}

/** User and system time of a process and of its children that have ended. */
function ticks(id) {
  try {
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  } catch {
    return 0; // It has just ended.
  }
}

/** A session of its own for a member, as access tokens do not last for a long measurement. */
export async function signIn(api, member) {
  return (await call('POST', `${api}/auth/sign-in`, member.account)).access_token;
}

/** How the simulator answers from now on. */
export async function answers(vendor, script) {
  const response = await fetch(`${vendor.url}/control/script`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ default: script }),
  });
  if (!response.ok) {
    throw new Error(`the simulator refuses a script: ${response.status}`);
  }
}

async function close(all) {
  for (const { program } of all) {
    const ended = once(program, 'exit');
    program.kill('SIGTERM');
    await ended;
  }
  rmSync(directory, { recursive: true, force: true });
}

export const quantile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
