import type { Locator } from 'playwright-core';
import { type Person, zoneOfNoon } from './person';

/** What somebody does on the pages of groups and their bills. */
export class Groups {
  readonly #person: Person;

  constructor(person: Person) {
    this.#person = person;
  }

  /** Makes a group and gives its id. Ends on the group's page. */
  async create(name: string, plan: string): Promise<string> {
    const { page } = this.#person;
    await this.#person.goTo('/groups/new');
    await this.#person.fills('Name of the group', name);
    await page.getByRole('radio', { name: plan }).check();
    await this.#person.clicks('Create group');
    await this.#person.sees(page.getByRole('heading', { name, level: 1 }));
    return this.here;
  }

  /** Starts the first month with whoever is there, on the group's page. */
  async start(): Promise<void> {
    await this.#person.clicks('Start now');
    await this.dialog.getByRole('button', { name: 'Start the first month' }).click();
    await this.#person.sees('The first month has begun.');
  }

  /** Makes a group of one that can chat at once, by the calls of the pages that are for it; ends in its new chat. */
  async startAlone(plan = 'Duo'): Promise<string> {
    const api = await this.#person.inBrowser();
    const group = { name: 'Alone', plan: plan.toLowerCase(), time_zone: zoneOfNoon() };
    const { id } = await api.post<{ id: string }>('/groups', group);
    await api.post(`/groups/${id}/start`);
    await this.#person.chat.open(id);
    return id;
  }

  /** The group that the page is about. */
  get here(): string {
    const id = /^\/groups\/([0-9a-f-]{36})/.exec(this.#person.path)?.[1];
    if (id === undefined) {
      throw new Error(`${this.#person.path} is not a group's page`);
    }
    return id;
  }

  /** Makes an invitation on the group's page and gives its link's path, for a browser of any host name. */
  async invite(): Promise<string> {
    await this.#person.clicks('Invite');
    await this.#person.clicks('Make a link');
    const link = this.dialog.getByRole('textbox', { name: 'Invitation link' });
    await link.waitFor();
    const url = new URL(await link.inputValue());
    await this.dialog.getByRole('button', { name: 'Close' }).click();
    await this.#person.seesNoMore(this.dialog);
    return url.pathname;
  }

  /** A part of the group's page, by its heading. */
  section(title: string): Locator {
    const { page } = this.#person;
    return page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
  }

  get dialog(): Locator {
    return this.#person.page.getByRole('dialog');
  }

  /** Takes an invitation's seat; ends on the group's page. */
  async join(invitation: string): Promise<string> {
    if (this.#person.path !== invitation) {
      await this.#person.goTo(invitation);
    }
    await this.#person.clicks('Join the table');
    await this.#person.arrivesAt(/^\/groups\/[0-9a-f-]{36}$/);
    return this.here;
  }

  /** Says on the group's page that the own part is paid. */
  async claimPayment(reference: string): Promise<void> {
    await this.#person.clicks('I have paid');
    await this.dialog.getByLabel('How they can recognise it (optional)').fill(reference);
    await this.dialog.getByRole('button', { name: /^I have paid/ }).click();
    await this.#person.sees(`(“${reference}”). It is being confirmed.`);
  }

  /** On the billing page: goes to the payment vendor's page and types a card there. */
  async typeCard(number: string, vendor: string): Promise<void> {
    const { page, watch } = this.#person;
    watch.visits(vendor);
    await this.#person.clicks(/^(Save a card|Use another card)$/);
    await page.getByLabel('Card number').fill(number);
    await this.#person.clicks('Save card');
  }

  /** The same, and comes back with it. */
  async saveCard(number: string, vendor: string): Promise<void> {
    await this.typeCard(number, vendor);
    await this.#person.arrivesAt(/^\/groups\/[0-9a-f-]{36}\/billing$/);
    await this.#person.sees(new RegExp(`•••• ${number.slice(-4)}, until 12/34$`));
    await this.#person.page.waitForURL((url) => url.search === '');
  }

  /** As the operator: confirms that somebody's payment came. */
  async confirmPayment(name: string): Promise<void> {
    const { page } = this.#person;
    await this.#person.goTo('/payments');
    const claim = page.getByRole('listitem').filter({ hasText: `${name} says:` });
    await claim.getByRole('button', { name: 'Confirm' }).click();
    await this.#person.seesNoMore(claim);
  }
}
