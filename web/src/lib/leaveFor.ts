/**
 * Goes to another host's page, out of the app, which sends the browser back later, to a page of its own. Resolves only where somebody
 * goes back instead and the browser shows this page again, as it was left.
 */
export function leaveFor(url: string): Promise<void> {
  return new Promise((resolve) => {
    function shown({ persisted }: PageTransitionEvent) {
      if (persisted) {
        globalThis.removeEventListener('pageshow', shown);
        resolve();
      }
    }
    globalThis.addEventListener('pageshow', shown);
    globalThis.location.assign(url);
  });
}
