import { expect, testWithKeeping as test } from '../harness/test';

const DIAGRAM = ['graph TD', '  A[Ann asks] --> B[Bo answers]', '  B --> C[Cy pays]'].join('\n');
const HOSTILE = [
  'graph TD',
  '  A["<img src=x onerror=parent.postMessage(1)> Trap"] --> B[Door]',
  '  click A "javascript:alert(1)" "Press"',
].join('\n');
const BROKEN = 'graph TD\n  A[[[ is no diagram';

function fenced(code: string): string {
  return `\`\`\`mermaid\n${code}\n\`\`\``;
}

test('a diagram is drawn apart from the app, its text stays, and what cannot be drawn is text', async ({
  people,
  vendor,
}) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  await vendor.answers({ text: `Like this:\n\n${fenced(DIAGRAM)}\n\nNot like this:\n\n${fenced(BROKEN)}` });
  await ann.chat.ask('How does it go?');
  await ann.chat.readsToEnd();
  const drawing = ann.page.frameLocator('iframe[title="Diagram"]').first();
  await drawing.getByText('Bo answers').waitFor();
  await expect.poll(() => ann.page.locator('iframe[title="Diagram"]').count()).toBe(1);
  await ann.sees('A[[[ is no diagram');

  await ann.page.getByRole('button', { name: 'Show as text' }).click();
  await ann.sees('A[Ann asks] --> B[Bo answers]');
  await ann.page.getByRole('button', { name: 'Show as text' }).click();
  await drawing.getByText('Bo answers').waitFor();
});

test('a diagram reaches neither the app nor anybody else', async ({ people, vendor }) => {
  const ann = await people.member('Ann');
  await ann.groups.startAlone();
  // What is tried below is refused aloud.
  ann.watch.expects(/Content Security Policy|sandboxed|cross-origin|Blocked a frame/);
  const dialogs: string[] = [];
  ann.page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await vendor.answers({ text: fenced(HOSTILE) });
  await ann.chat.ask('Draw me a trap.');
  await ann.chat.readsToEnd();
  await ann.page.frameLocator('iframe[title="Diagram"]').getByText('Door').waitFor();
  const frame = ann.page.frames().find((each) => each.url().endsWith('/diagram.html'));
  const outcome = await frame?.evaluate(async () => {
    const refused = async (deed: () => unknown) => {
      try {
        await deed();
        return false;
      } catch {
        return true;
      }
    };
    return {
      origin: globalThis.origin,
      links: document.querySelectorAll('a[href^="javascript"]').length,
      pictures: document.querySelectorAll('img[onerror]').length,
      page: await refused(() => globalThis.parent.document.title),
      storage: await refused(() => localStorage.length),
      api: await refused(() => fetch('/api/v1/server')),
      elsewhere: await refused(() => fetch('http://127.0.0.1:9/')),
    };
  });
  expect(outcome).toEqual({
    origin: 'null',
    links: 0,
    pictures: 0,
    page: true,
    storage: true,
    api: true,
    elsewhere: true,
  });
  expect(dialogs).toEqual([]);
});

/** Where the page that draws is, and what it loads. */
const DRAWING_PAGE = '**/diagram.html';

test('what draws comes with the first diagram, is kept on no device, and is missed where it does not come', async ({
  people,
  vendor,
}) => {
  const ann = await people.member('Ann');
  const loaded = new Set<string>();
  const byTheApp = new Set<string>();
  ann.page.on('request', (request) => {
    const by = request.frame() === ann.page.mainFrame() ? byTheApp : loaded;
    by.add(new URL(request.url()).pathname);
  });
  await ann.groups.startAlone();
  await ann.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await ann.chat.askFully('Nothing to draw?');
  expect([...loaded]).toEqual([]);

  await vendor.answers({ text: `Like this:\n\n${fenced(DIAGRAM)}` });
  await ann.page.route(DRAWING_PAGE, (route) => route.abort('internetdisconnected'));
  await ann.chat.ask('How does it go?');
  await ann.sees('What draws this could not be loaded. It is tried again when the connection is back.');
  await ann.sees('A[Ann asks] --> B[Bo answers]');

  await ann.page.unroute(DRAWING_PAGE);
  await ann.context.setOffline(true);
  await ann.context.setOffline(false);
  await ann.page.frameLocator('iframe[title="Diagram"]').getByText('Bo answers').waitFor();
  const itsOwn = [...loaded].filter((path) => path.startsWith('/assets/') && !byTheApp.has(path));
  expect(itsOwn.length).toBeGreaterThan(2);
  const kept = await ann.page.evaluate(async () => {
    const caching = (await caches.keys()).map(async (name) => (await caches.open(name)).keys());
    return (await Promise.all(caching)).flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toContain('/');
  expect(kept.filter((path) => itsOwn.includes(path))).toEqual([]);
});
