import { expect } from 'vitest';
import type { Person } from '../harness/person';
import type { Measured } from './gallery';
import type { Recorded, Recorder } from './recorder';
import { PRICE } from './stage';

type Usage = {
  input_tokens: number;
  cached_input_tokens: number;
  cache_write_tokens: number;
  output_tokens: number;
  estimated: boolean;
};

type Message = {
  id: string;
  parent_id: string | null;
  role: 'user' | 'assistant';
  status: string;
  text: string;
  turn_id: string | null;
  usage: Usage | null;
  cost_nanousd: number | null;
};

type Finished = { status: string; usage: Usage | null; cost_nanousd: number | null };

type Day = Omit<Usage, 'estimated'> & { user_id: string; model: string; turns: number; cost_nanousd: number };

/** Holds what Potluck has kept against what the inference server itself has said. */
export class Books {
  readonly #recorder: Recorder;
  readonly measured: Measured[] = [];

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  /** The answer to a question: its text on the page and at the server, its tokens, its cost, and how its turn ended. */
  async check(person: Person, question: string): Promise<void> {
    const said = this.#recorder.answerTo(question);
    expect(flat(await person.chat.text())).toBe(flat(said.text));

    const api = await person.api();
    const { items } = await api.get<{ items: Message[] }>(`/conversations/${person.chat.here}/messages`);
    const asked = items.find(({ role, text }) => role === 'user' && text === question);
    const reply = items.find(({ parent_id }) => parent_id === asked?.id);
    expect(reply).toMatchObject({ status: 'complete', text: said.text });
    const usage = {
      input_tokens: said.input_tokens,
      cached_input_tokens: said.cached_input_tokens,
      cache_write_tokens: 0,
      output_tokens: said.output_tokens,
      estimated: false,
    };
    const cost = costOf(said);
    expect(said.output_tokens).toBeGreaterThan(0);
    expect(reply?.usage).toEqual(usage);
    expect(reply?.cost_nanousd).toBe(cost);

    const events = await api.events<Finished>(`/turns/${reply?.turn_id}/events`);
    expect(events.at(-1)).toMatchObject({
      name: 'turn.finished',
      data: { status: 'finished', usage, cost_nanousd: cost },
    });
    if (!this.measured.some((row) => row.question === question)) {
      this.measured.push({
        who: person.name,
        api: said.api === 'openai' ? 'OpenAI' : 'Anthropic',
        question,
        input: said.input_tokens,
        cached: said.cached_input_tokens,
        output: said.output_tokens,
        cost,
      });
    }
  }

  /** The group's usage, which every member sees: nothing more and nothing less than what was checked one by one. */
  async checkSums(person: Person, group: string): Promise<void> {
    const api = await person.api();
    const { items } = await api.get<{ items: Day[] }>(`/groups/${group}/usage`);
    const { members, period } = await api.get<{
      members: { user_id: string; name: string; own: number }[];
      period: { used_nanousd: number; held_nanousd: number };
    }>(`/groups/${group}`);
    for (const { user_id, name, own } of members) {
      const mine = items.filter((day) => day.user_id === user_id);
      const measured = this.measured.filter(({ who }) => who === name);
      const total = (number: (day: Day) => number) => mine.reduce((sum, day) => sum + number(day), 0);
      const expected = (number: (row: Measured) => number) =>
        measured.reduce((sum, row) => sum + number(row), 0);
      expect(total((day) => day.turns)).toBe(measured.length);
      expect(total((day) => day.input_tokens)).toBe(expected((row) => row.input));
      expect(total((day) => day.cached_input_tokens)).toBe(expected((row) => row.cached));
      expect(total((day) => day.output_tokens)).toBe(expected((row) => row.output));
      expect(total((day) => day.cost_nanousd)).toBe(expected((row) => row.cost));
      expect(own).toBe(expected((row) => row.cost));
    }
    const all = this.measured.reduce((sum, row) => sum + row.cost, 0);
    expect(period).toMatchObject({ used_nanousd: all, held_nanousd: 0 });
  }
}

/** By the list price, which is whole nano-USD for each token. */
function costOf({ input_tokens, cached_input_tokens, output_tokens }: Recorded): number {
  return input_tokens * PRICE.input + cached_input_tokens * PRICE.cached + output_tokens * PRICE.output;
}

/** A page breaks lines where it likes. */
function flat(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
