import { createStore } from '@/lib/store';

/** The message that is being read aloud; null: silence. */
export const readingAloud = createStore<string | null>(null);

/** Whether this browser can speak at all. */
export function canSpeak(): boolean {
  return 'speechSynthesis' in globalThis;
}

/** Reads a message aloud, in the device's own voice: nothing is sent anywhere. Any other one ends. */
export function speak(id: string, markdown: string): void {
  hush();
  const utterance = new SpeechSynthesisUtterance(spoken(markdown));
  const over = () => {
    if (readingAloud.get() === id) {
      readingAloud.set(null);
    }
  };
  utterance.addEventListener('end', over);
  utterance.addEventListener('error', over);
  readingAloud.set(id);
  globalThis.speechSynthesis.speak(utterance);
}

export function hush(): void {
  readingAloud.set(null);
  globalThis.speechSynthesis.cancel();
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
