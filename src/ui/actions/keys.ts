/** Keys as actions name them ("mod+z", "0 1"): from a keyboard event, and for a reader. */

import { t } from '../../i18n/i18n';
import { isMac } from '../../platform/machine';

/**
 * Returns the chord of a keydown event, in the spelling of `Action.keys`. Shift counts only beside Ctrl or Cmd: without
 * it, it is how some layouts write a digit or a question mark, and its letter is already in `event.key`.
 */
export function chordOf({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): string {
  const modifiers = ctrlKey || metaKey ? (shiftKey ? 'mod+shift+' : 'mod+') : '';
  // A blank parts the chords of a sequence.
  return modifiers + (key === ' ' ? 'space' : key.toLowerCase());
}

/** Returns the names on the keys of a sequence: "mod+shift+z" as [["Ctrl", "Shift", "Z"]], "0 1" as [["0"], ["1"]]. */
export function keyNames(sequence: string): string[][] {
  return sequence.split(' ').map((chord) => chord.split('+').map(keyName));
}

/** Returns them as text: "Ctrl+Shift+Z", "0 1". */
export const keyText = (sequence: string): string =>
  keyNames(sequence)
    .map((chord) => chord.join('+'))
    .join(' ');

/** Returns the keys as aria-keyshortcuts has them, undefined for none; it cannot express sequences. */
export function ariaKeys(keys: readonly string[]): string | undefined {
  const chords = keys.filter((sequence) => !sequence.includes(' '));
  const named: Record<string, string> = { mod: isMac() ? 'Meta' : 'Control', shift: 'Shift' };
  const written = chords.map((chord) =>
    chord
      .split('+')
      .map((key) => named[key] ?? events.find((one) => one.toLowerCase() === key) ?? upper(key))
      .join('+'),
  );
  return written.length > 0 ? written.join(' ') : undefined;
}

/** Keys with a word on them that is another in another language. */
const worded = ['Delete', 'End', 'Enter', 'Escape', 'Home', 'PageDown', 'PageUp', 'Space'] as const;
/** Keys whose names in an event begin with a capital, beside those. */
const arrows = { ArrowLeft: '←', ArrowUp: '↑', ArrowRight: '→', ArrowDown: '↓' };
const events = [...worded, ...Object.keys(arrows)];
export type LocalKey = (typeof worded)[number] | '←' | '↑' | '→' | '↓' | '+' | '−' | '0';

/** Returns what stands on a key. */
export function keyName(key: string): string {
  if (key === 'mod') return isMac() ? '⌘' : t('actions.keys.Control');
  if (key === 'shift') return t('actions.keys.Shift');
  const word = worded.find((one) => one.toLowerCase() === key.toLowerCase());
  if (word) return t(`actions.keys.${word}`);
  const arrow = Object.entries(arrows).find(([name]) => name.toLowerCase() === key)?.[1];
  return arrow ?? upper(key);
}

const upper = (key: string): string => (key.length === 1 ? key.toUpperCase() : key);

/** Variants that one digit reaches. */
const direct = 9;

/**
 * Returns the keys of the n-th of a list of any length, all on digits, which every keyboard layout has: 1 to 9 for the
 * first nine, and each further nine after one more 0 ("0 1" is the tenth, "0 0 1" the nineteenth).
 * @param n counted from 0
 */
export function digitKeys(n: number): string {
  const zeros = Math.floor(n / direct);
  return [...Array(zeros).fill('0'), String((n % direct) + 1)].join(' ');
}
