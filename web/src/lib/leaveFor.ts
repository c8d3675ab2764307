/** Goes to another host's page, out of the app, which sends the browser back later. Never resolves: the page goes. */
export function leaveFor(url: string): Promise<never> {
  globalThis.location.assign(url);
  return new Promise(() => undefined);
}
