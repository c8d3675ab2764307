const touch = globalThis.matchMedia?.('(hover: none) and (pointer: coarse)');

/** Whether writing happens on a screen keyboard: its Enter breaks lines, and a focus given unasked would raise it. */
export function hasScreenKeyboard(): boolean {
  return touch?.matches ?? false;
}
