import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEVICE_NAMES, type Person, THEMES } from '../harness/person';
import { ROOT } from '../harness/program';

const DIRECTORY = join(ROOT, 'docs/main-job');

/** One row of what was measured. */
export type Measured = {
  who: string;
  api: string;
  question: string;
  /** As the inference server reports it. */
  input: number;
  cached: number;
  output: number;
  /** What Potluck recorded for it, in nano-USD. */
  cost: number;
};

/** The pictures of the main job, and the page that shows them. */
export class Gallery {
  readonly #titles = new Map<string, string>();

  /** Takes the page wide and on a phone, light and dark. */
  async take(person: Person, name: string, title: string): Promise<void> {
    await mkdir(DIRECTORY, { recursive: true });
    this.#titles.set(name, title);
    for (const device of DEVICE_NAMES.toReversed()) {
      for (const theme of THEMES.toReversed()) {
        await person.looks(device, theme);
        await person.screenshot(DIRECTORY, `${name}-${device}-${theme}`);
      }
    }
  }

  /** Writes the page. */
  async hang(measured: readonly Measured[], swept: number): Promise<void> {
    const rows = measured.map(
      ({ who, api, question, input, cached, output, cost }) =>
        `| ${who} | ${api} | ${question} | ${input} | ${cached} | ${output} | ${(cost / 1e9).toFixed(6)} USD |`,
    );
    const pictures = [...this.#titles].flatMap(([name, title]) => [
      `### ${title}`,
      '',
      ...['wide-light', 'wide-dark'].map((kind) => `![${title}, ${kind}](${name}-${kind}.png)`),
      '',
      ['phone-light', 'phone-dark'].map((kind) => `![${title}, ${kind}](${name}-${kind}.png)`).join(' '),
      '',
    ]);
    const text = [
      '# The main job, on real input',
      '',
      '`cargo xtask main-job` repeats it, and writes this page and its pictures anew. The first time it installs llama.cpp from PyPI.',
      '',
      'Three people sign up in three browser profiles. Ann creates a Trio group, Bo and Cy join by link, the first month opens by',
      'itself, each share is claimed and confirmed, and each chats. The answers come from a real inference server, llama.cpp with a',
      'small model of random weights (it talks nonsense, in real tokens): by its OpenAI API and by its Anthropic API. In the middle of',
      'her answer Ann reloads, and Bo signs in on a second device; both answers go on to their end.',
      '',
      '## What was measured',
      '',
      'A proxy on the loopback keeps what the inference server itself says, and waits in the middle of each answer. Each answer’s text, its tokens, the end of its turn, its',
      'cost by the list price, and the sums of the group’s usage are equal to it:',
      '',
      '| who | API | question | input | cached | output | cost |',
      '|---|---|---|---:|---:|---:|---:|',
      ...rows,
      '',
      `Bo, a member of the same group, tried every id of Ann’s chat in every place of every call of \`openapi.json\`: ${swept} calls, each answered`,
      '404. No browser asked another host for anything, violated the security policy, or wrote an error to its console.',
      '',
      '## Pictures',
      '',
      ...pictures,
    ];
    await writeFile(join(DIRECTORY, 'README.md'), `${text.join('\n').trimEnd()}\n`);
  }
}
