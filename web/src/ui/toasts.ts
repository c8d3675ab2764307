import { createStore } from '@/lib/store';

export type ToastAction = { label: string; run(): void };
export type ToastItem = { id: number; text: string; action?: ToastAction | undefined };

/** What is shown by <Toaster/>, newest last. */
export const toasts = createStore<readonly ToastItem[]>([]);

let lastId = 0;

/** Says in passing that something happened. Never for an error that needs doing: that is told in its place. */
export function toast(text: string, action?: ToastAction): void {
  lastId += 1;
  // Three at most: more cannot be read in passing.
  toasts.set([...toasts.get().slice(-2), { id: lastId, text, action }]);
}

export function dismissToast(id: number): void {
  toasts.set(toasts.get().filter((item) => item.id !== id));
}
