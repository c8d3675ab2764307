import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '../harness/test';

test('an invoice and a receipt are saved as PDF, and the group remembers who paid', async ({ people }) => {
  const operator = await people.member('Olga');
  const dee = await people.member('Dee');
  const group = await dee.groups.startAlone('Duo');
  await dee.goTo(`/groups/${group}`);
  await dee.groups.claimPayment('by transfer');
  await operator.groups.confirmPayment('Dee');
  await dee.goTo(`/groups/${group}/billing`);
  for (const [button, name] of [
    [/^Save as PDF \(PL-\d{4}-\d{6}\)$/, /^PL-\d{4}-\d{6}\.pdf$/],
    ['Receipt (Dee)', /^receipt-PL-\d{4}-\d{6}\.pdf$/],
  ] as const) {
    const downloading = dee.page.waitForEvent('download');
    await dee.page.getByRole('button', { name: button }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(name);
    const path = join(await mkdtemp(join(tmpdir(), 'potluck-e2e-')), 'paper.pdf');
    await download.saveAs(path);
    const file = await readFile(path);
    expect(file.subarray(0, 8).toString()).toBe('%PDF-1.7');
  }
  await dee.goTo(`/groups/${group}`);
  await dee.sees(dee.page.getByText('Dee paid 16.00 USD'));
  await dee.sees(dee.page.getByText(/^Invoice PL-\d{4}-\d{6} over 16\.00 USD$/));
  await dee.sees(dee.page.getByText('Dee made the group'));
});
