import type { Locator } from 'playwright-core';
import type { Person } from './person';

/** What somebody does in the chat. */
export class Chat {
  readonly #person: Person;

  constructor(person: Person) {
    this.#person = person;
  }

  /** Opens a new chat of a group. */
  async open(group: string): Promise<void> {
    await this.#person.goTo(`/groups/${group}/chat`);
    await this.#person.sees(this.composer);
  }

  get composer(): Locator {
    return this.#person.page.getByLabel('Message', { exact: true });
  }

  /** The conversation that is open. */
  get here(): string {
    const id = /\/chat\/([0-9a-f-]{36})$/.exec(this.#person.path)?.[1];
    if (id === undefined) {
      throw new Error(`${this.#person.path} is not a conversation's page`);
    }
    return id;
  }

  /** Sends a question, as people do, and is in its conversation afterwards. */
  async ask(question: string): Promise<void> {
    await this.composer.fill(question);
    if (this.#person.device === 'phone') {
      // On a screen keyboard Enter breaks the line.
      await this.#person.clicks('Send');
    } else {
      await this.composer.press('Enter');
    }
    await this.#person.arrivesAt(/\/chat\/[0-9a-f-]{36}$/);
    // Private: not even the browser keeps it.
    this.#person.watch.hides(question);
  }

  /** Sends a question and waits for its whole answer; gives the answer's text. */
  async askFully(question: string): Promise<string> {
    const before = await this.#person.page.getByRole('article').count();
    await this.ask(question);
    const answer = this.#person.page.getByRole('article').nth(before + 1);
    await answer.getByRole('button', { name: 'Answer again' }).waitFor();
    return await this.#text(answer);
  }

  /** The newest answer. */
  get answer(): Locator {
    return this.#person.page
      .getByRole('article')
      .filter({ has: this.#person.page.getByRole('heading', { name: /^Answer/ }) })
      .last();
  }

  /** Waits until the newest answer has this in it. */
  async reads(text: string): Promise<void> {
    await this.#person.sees(this.answer.filter({ hasText: text }));
  }

  /** Waits until the newest answer is complete, however it ended; gives its text. */
  async readsToEnd(): Promise<string> {
    await this.answer.getByRole('button', { name: 'Answer again' }).first().waitFor();
    return await this.#text(this.answer);
  }

  /** The newest answer's text as it is now. */
  async text(): Promise<string> {
    return await this.#text(this.answer);
  }

  /** Whether the newest answer is still being written, as assistive technology is told. */
  async isBeingWritten(): Promise<boolean> {
    return (await this.answer.getAttribute('aria-busy')) === 'true';
  }

  async stop(): Promise<void> {
    await this.#person.clicks('Stop the answer');
  }

  /** Chooses the model that answers next. */
  async choose(model: string): Promise<void> {
    const { page } = this.#person;
    await page.getByRole('button', { name: /^Model: / }).click();
    await page.getByRole('option', { name: model }).click();
    await this.#person.sees(page.getByRole('button', { name: `Model: ${model}` }));
  }

  /** A conversation in the sidebar. */
  inList(title: string | RegExp): Locator {
    return this.#person.page
      .getByRole('navigation', { name: 'Your chats' })
      .getByRole('link', { name: title });
  }

  /** The names in the sidebar, from above. */
  async listed(): Promise<string[]> {
    const list = this.#person.page.getByRole('navigation', { name: 'Your chats' });
    return await list.getByRole('listitem').getByRole('link').allInnerTexts();
  }

  /** Chooses from a conversation's menu in the sidebar. */
  async does(title: string, what: string): Promise<void> {
    const { page } = this.#person;
    await this.inList(title).hover();
    await page.getByRole('button', { name: `More for “${title}”` }).click();
    await page.getByRole('menuitem', { name: what, exact: true }).click();
  }

  async #text(answer: Locator): Promise<string> {
    const text = await answer.locator('.markdown').innerText();
    return text.trim();
  }
}
