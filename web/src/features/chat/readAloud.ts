import { sessionState } from '@/lib/api/session';
import { createStore } from '@/lib/store';

/** The message that is being read aloud; null: silence. */
export const readingAloud = createStore<string | null>(null);

let reading: SpeechSynthesisUtterance | null = null;

// Whoever leaves a device leaves nobody there who goes on reading.
sessionState.subscribe(() => {
  if (sessionState.get().status === 'signed_out') {
    hush();
  }
});

/** Whether this browser can speak at all. */
export function canSpeak(): boolean {
  return 'speechSynthesis' in globalThis;
}

/** Reads a message aloud, in the device's own voice: nothing is sent anywhere. Any other one ends. */
export function speak(id: string, markdown: string): void {
  hush();
  const utterance = new SpeechSynthesisUtterance(spoken(markdown));
  const over = () => {
    // Not of one that was silenced: its end is told only when the next may already be read.
    if (reading === utterance) {
      readingAloud.set(null);
    }
  };
  utterance.addEventListener('end', over);
  utterance.addEventListener('error', over);
  reading = utterance;
  readingAloud.set(id);
  globalThis.speechSynthesis.speak(utterance);
}

export function hush(): void {
  if (readingAloud.get() !== null) {
    readingAloud.set(null);
    reading = null;
    globalThis.speechSynthesis.cancel();
  }
}

/** Markdown as one would say it: no signs, and of code only that it is there. */
export function spoken(markdown: string): string {
  return markdown
    .replace(/^(```|~~~)[^\n]*\n[\s\S]*?(\n\1[^\n]*|$(?![\s\S]))/gm, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s{0,3}(#{1,6}|>|[-*+]|\d+[.)])\s+/gm, '')
    .replace(/^\s*\|?(\s*:?-+:?\s*\|)+.*$/gm, '')
    .replace(/\|/g, ', ')
    .replace(/(\*\*|__|~~|`|\*(?=\S)|(?<=\S)\*)/g, '')
    .replace(/\n{2,}/g, '\n')
    .trim();
}
