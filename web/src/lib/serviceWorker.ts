/** Lets the app open without a connection from the next visit on: public/sw.js. Not while developing: it would keep old pages. */
export function keepForOffline(): void {
  if (!(import.meta.env.PROD && 'serviceWorker' in navigator)) {
    return;
  }
  const register = () => {
    // Refused in some private windows, and without https elsewhere than on this machine: then it works only online.
    navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  };
  if (document.readyState === 'complete') {
    register();
  } else {
    globalThis.addEventListener('load', register, { once: true });
  }
}
