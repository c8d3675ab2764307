import { locale } from './locale';
import { speak } from './t';

/** Fetches the words of the page's language, before anything is drawn. Without a connection it is English. */
export async function loadLanguage(): Promise<void> {
  document.documentElement.lang = locale();
  try {
    switch (locale()) {
      case 'zh':
        return speak((await import('./zh')).zh);
      case 'es':
        return speak((await import('./es')).es);
      case 'de':
        return speak((await import('./de')).de);
      case 'fr':
        return speak((await import('./fr')).fr);
      case 'ja':
        return speak((await import('./ja')).ja);
      case 'en':
        return;
    }
  } catch {
    // English words are there; better those than none.
  }
}
