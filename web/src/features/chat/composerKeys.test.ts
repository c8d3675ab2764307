import { expect, it } from 'vitest';
import { type ComposerState, composerDeed, type KeyPress } from './composerKeys';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  keyCode: 0,
  ...more,
});
const desk: ComposerState = { touch: false, empty: false, running: false };
const phone: ComposerState = { ...desk, touch: true };

it.each<[what: string, KeyPress, ComposerState, ReturnType<typeof composerDeed>]>([
  ['Enter sends', press('Enter'), desk, 'send'],
  ['Enter sends nothing empty', press('Enter'), { ...desk, empty: true }, null],
  ['Shift+Enter breaks', press('Enter', { shiftKey: true }), desk, null],
  ['Alt+Enter is not ours', press('Enter', { altKey: true }), desk, null],
  ['Enter that picks a character', press('Enter', { isComposing: true }), desk, null],
  ['Enter that picks a character in Safari', press('Enter', { keyCode: 229 }), desk, null],
  ['Enter breaks on touch', press('Enter'), phone, null],
  ['Ctrl+Enter sends on touch', press('Enter', { ctrlKey: true }), phone, 'send'],
  ['Cmd+Enter sends', press('Enter', { metaKey: true }), desk, 'send'],
  ['Enter while answering is for the queue', press('Enter'), { ...desk, running: true }, 'send'],
  ['Escape stops', press('Escape'), { ...desk, running: true }, 'stop'],
  ['Escape stops while typing too', press('Escape'), { ...phone, running: true }, 'stop'],
  ['Escape does nothing else', press('Escape'), desk, null],
  ['Escape that ends composing', press('Escape', { isComposing: true }), { ...desk, running: true }, null],
  ['Up edits the last message', press('ArrowUp'), { ...desk, empty: true }, 'edit_last'],
  ['Up moves the caret in a text', press('ArrowUp'), desk, null],
  ['Shift+Up selects', press('ArrowUp', { shiftKey: true }), { ...desk, empty: true }, null],
  ['a letter is a letter', press('a'), desk, null],
])('%s', (_what, key, state, deed) => {
  expect(composerDeed(key, state)).toBe(deed);
});
