import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type BrowserServer, chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { clearOut } from './out';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's one Chromium takes connections. */
    chromium: string;
  }
}

const USUAL_NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/** Nothing but the tests' own pages is opened, so that the sandbox, which needs rights, is not missed. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** One Chromium for the whole run. Every person gets a context of their own in it: a profile without a past. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  clearOut();
  const server: BrowserServer = await chromium.launchServer({
    executablePath: find(),
    args: ARGUMENTS,
    host: '127.0.0.1',
  });
  project.provide('chromium', server.wsEndpoint());
  return () => server.close();
}

function find(): string {
  const named = process.env.POTLUCK_CHROMIUM;
  if (named) {
    return named;
  }
  const directories = (process.env.PATH ?? '').split(delimiter);
  const found = directories
    .flatMap((directory) => USUAL_NAMES.map((name) => join(directory, name)))
    .find((program) => existsSync(program));
  if (found === undefined) {
    throw new Error(
      'Chromium was not found. Install it (Debian: apt-get install chromium-headless-shell), or name one in POTLUCK_CHROMIUM.',
    );
  }
  return found;
}
