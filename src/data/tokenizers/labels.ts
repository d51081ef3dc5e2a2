// Signs for what cannot be seen: white space in a token's label, and bytes that are no whole character.

import { visibleText } from '../../format/visible';

const visible: Record<string, string> = { ' ': '␣', '\n': '↵', '\t': '⇥', '\r': '␍', '\u00A0': '⍽' };

/** Writes a token's text as a label: usual white space by a sign, whatever else has no shape by its code point. */
export const textLabel = (text: string): string =>
  visibleText(text, Object.keys(visible).join('')).replace(
    /[ \n\t\r\u00A0]/g,
    (space) => visible[space] as string,
  );

const hex = (byte: number) => byte.toString(16).toUpperCase().padStart(2, '0');
// biome-ignore lint/suspicious/noControlCharactersInRegex: they have no shape to show
const shapeless = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;

/** Writes bytes as a label: their text where they are some, else their values, such as ⟨E2 80⟩. */
export function byteLabel(bytes: Uint8Array): string {
  const values = `⟨${Array.from(bytes, hex).join(' ')}⟩`;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return shapeless.test(text) ? values : textLabel(text);
  } catch {
    // Not whole characters.
    return values;
  }
}
