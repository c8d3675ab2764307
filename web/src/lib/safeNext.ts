/** Where to go after signing in: a path of this app, or null. Anything that could lead to another host is refused. */
export function safeNext(value: unknown): string | null {
  if (typeof value !== 'string' || !value.startsWith('/')) {
    return null;
  }
  const url = new URL(value, globalThis.location.origin);
  return url.origin === globalThis.location.origin ? url.pathname + url.search + url.hash : null;
}
