import { useEffect } from 'react';
import { t } from '@/lib/i18n/t';
import { announce } from './announce';

/**
 * What the browser's tab and its history call the page; said aloud when it follows another page. Never a chat's own title: a browser
 * writes what it shows there to the disk, where what somebody asks belongs as little as what they draft.
 */
export function usePageTitle(...parts: string[]): void {
  const app = t('app.name');
  const title = [...parts, app].join(' · ');
  useEffect(() => {
    const before = document.title;
    document.title = title;
    if (before !== title && before !== app) {
      announce(title);
    }
  }, [title, app]);
}
