import { createStore } from '@/lib/store';

/** The sentence that screen readers are told next; <Announcer/> shows it to them. */
export const announcement = createStore<{ text: string; count: number }>({ text: '', count: 0 });

/** Tells screen readers something that the eye sees by itself. Once, at a natural pause; never token by token. */
export function announce(text: string): void {
  announcement.set({ text, count: announcement.get().count + 1 });
}
