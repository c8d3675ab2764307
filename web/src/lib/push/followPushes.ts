import { safeNext } from '@/lib/safeNext';

/** Goes where a notice leads that was clicked while a page was open: public/sw.js asks for it. */
export function followPushes(go: (href: string) => void): void {
  if (!('serviceWorker' in navigator)) {
    return;
  }
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const path = safeNext(typeof data === 'object' && data !== null && 'open' in data ? data.open : null);
    if (path !== null) {
      go(path);
    }
  });
}
