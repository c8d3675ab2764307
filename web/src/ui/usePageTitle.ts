import { useEffect, useId } from 'react';
import { t } from '@/lib/i18n/t';
import { announce } from './announce';

/** The names of what is shown; the last is the tab's. What comes over a page and goes again gives the page's name back. */
const shown = new Map<string, string>();

/**
 * What the browser's tab and its history call the page; said aloud when it follows another page. Never a chat's own title: a browser
 * writes what it shows there to the disk, where what somebody asks belongs as little as what they draft.
 */
export function usePageTitle(...parts: string[]): void {
  const app = t('app.name');
  const title = [...parts, app].join(' · ');
  const id = useId();
  useEffect(() => {
    shown.set(id, title);
    tell(app);
  }, [id, title, app]);
  useEffect(
    () => () => {
      shown.delete(id);
      tell(app);
    },
    [id, app],
  );
}

/** Where nothing is shown the last name stays, until the next page has one. */
function tell(app: string): void {
  const before = document.title;
  const title = [...shown.values()].at(-1) ?? before;
  document.title = title;
  if (before !== title && before !== app) {
    announce(title);
  }
}
