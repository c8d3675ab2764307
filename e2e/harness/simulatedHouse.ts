import { join } from 'node:path';
import { inject } from 'vitest';
import { House } from './house';
import { OUT } from './out';
import { settings } from './settings';
import { Vendor } from './vendor';

const WEBHOOK_SECRET = 'whsec_e2e';

/** A Potluck whose models are all the simulator's. */
export class SimulatedHouse {
  readonly house: House;
  readonly vendor: Vendor;

  private constructor(house: House, vendor: Vendor) {
    this.house = house;
    this.vendor = vendor;
  }

  /** With `more` beside the settings that every simulated house has. */
  static async open(more: (vendor: Vendor) => string = () => '', titles = false): Promise<SimulatedHouse> {
    const vendor = await Vendor.start(join(OUT, `simulator-${process.pid}.log`));
    const options = { titles, data: inject('startedData') };
    return new SimulatedHouse(await House.open(settings(vendor.url, more(vendor)), options), vendor);
  }

  /** The same, where shares can be paid by card, too. */
  static async openWithCards(): Promise<SimulatedHouse> {
    const simulated = await SimulatedHouse.open(
      (vendor) => `
stripe_secret_key = "sk_test_e2e"
stripe_webhook_secret = "${WEBHOOK_SECRET}"
stripe_api_base = "${vendor.url}"
`,
    );
    const { house, vendor } = simulated;
    await vendor.sendsWebhooksTo(`${house.url}/api/v1/webhooks/stripe`, WEBHOOK_SECRET);
    return simulated;
  }

  async close(): Promise<void> {
    await this.house.close();
    await this.vendor.stop();
  }
}
