// Lets the app open without a connection: the page itself, and the scripts, styles and fonts that were used on this device.
// Never anything of the API: what is private is on no disk.
// And shows what the server pushes (crates/server/src/notices/pushing), to those who switched that on.

const CACHE = 'potluck-shell-1';
const SHELL = '/';
const BESIDE = ['/theme.js', '/favicon.svg', '/manifest.webmanifest', '/icon-192.png'];
/** Files of several releases; the oldest make room. */
const FILES_MAX = 400;

self.addEventListener('install', (event) => event.waitUntil(keepShell()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) {
    return;
  }
  if (
    request.mode === 'navigate' &&
    !/^\/(api|v1|healthz|readyz|metrics|diagram\.html)(\/|$)/.test(pathname)
  ) {
    // All addresses have the same page.
    event.respondWith(newest(request, SHELL));
  } else if (BESIDE.includes(pathname)) {
    event.respondWith(newest(request, request));
  } else if (pathname.startsWith('/assets/')) {
    event.respondWith(file(request));
  }
});

self.addEventListener('push', (event) => event.waitUntil(tell(event.data)));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.path));
});

/** Shows it, except to somebody who is looking at the very page that it leads to. */
async function tell(data) {
  const { title, body, path, tag } = data.json();
  const seen = ({ url, visibilityState }) => visibilityState === 'visible' && new URL(url).pathname === path;
  if ((await pages()).some(seen)) {
    return;
  }
  const icon = '/icon-192.png';
  await self.registration.showNotification(title, { body, icon, tag, renotify: true, data: { path } });
}

/** Goes to a page of ours: in a window that is open, or in a new one. */
async function open(path) {
  const windows = await pages();
  const page = windows.find(({ visibilityState }) => visibilityState === 'visible') ?? windows[0];
  if (page === undefined) {
    await self.clients.openWindow(path);
    return;
  }
  page.postMessage({ open: path });
  await page.focus();
}

function pages() {
  return self.clients.matchAll({ type: 'window', includeUncontrolled: true });
}

async function keepShell() {
  const cache = await caches.open(CACHE);
  const response = await fetch(SHELL, { cache: 'no-store' });
  const html = await response.clone().text();
  await cache.put(SHELL, response);
  const used = html.match(/\/assets\/[^"'\s)]+/g) ?? [];
  await cache.addAll([...new Set([...used, ...BESIDE])]);
  await self.skipWaiting();
}

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name !== CACHE) {
      await caches.delete(name);
    }
  }
  await self.clients.claim();
}

/** The newest that can be had: the server's, else what was kept under this name. */
async function newest(request, name) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok && !response.redirected) {
      await cache.put(name, response.clone());
    }
    return response;
  } catch {
    return (await cache.match(name)) ?? Response.error();
  }
}

/** These files have a name of their own for each content, so that what was kept is never old. */
async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept !== undefined) {
    return kept;
  }
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request, response.clone());
    const keys = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith('/assets/'));
    for (const old of keys.slice(0, Math.max(0, keys.length - FILES_MAX))) {
      await cache.delete(old);
    }
  }
  return response;
}
