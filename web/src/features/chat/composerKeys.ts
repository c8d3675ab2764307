/** What a key asks the composer to do; null leaves it to the browser. */
export type ComposerDeed = 'send' | 'stop' | 'edit_last' | null;

export type KeyPress = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'> & {
  /** An input method is putting a character together: every key belongs to it. */
  isComposing: boolean;
  keyCode: number;
};

export type ComposerState = {
  /** A screen keyboard, where Enter is the only way to break a line. */
  touch: boolean;
  empty: boolean;
  running: boolean;
};

/** Safari ends composing before it tells of the Enter that ended it; that Enter still carries this code. */
const COMPOSING_KEY_CODE = 229;

export function composerDeed(press: KeyPress, { touch, empty, running }: ComposerState): ComposerDeed {
  if (press.isComposing || press.keyCode === COMPOSING_KEY_CODE || press.altKey) {
    return null;
  }
  const command = press.ctrlKey || press.metaKey;
  switch (press.key) {
    case 'Enter':
      return !empty && !press.shiftKey && (command || !touch) ? 'send' : null;
    case 'Escape':
      return running ? 'stop' : null;
    case 'ArrowUp':
      return empty && !(command || press.shiftKey) ? 'edit_last' : null;
    default:
      return null;
  }
}
