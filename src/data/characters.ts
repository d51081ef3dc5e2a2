/** What the lab calls characters, wherever it says so: Unicode code points, not the units of a string. */

/** Counts Unicode code points, as the character tokenizer does; a surrogate without its other half is one too. */
export function characterCount(text: string): number {
  let count = text.length;
  // Not for…of, which makes a string of each character: a text of millions is counted as the page opens.
  for (let i = 1; i < text.length; i++)
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) count--;
  return count;
}

/** The first characters of a text, whole ones. */
export function firstCharacters(text: string, count: number): string {
  let end = 0;
  for (const symbol of text) {
    if (count-- <= 0) break;
    end += symbol.length;
  }
  return text.slice(0, end);
}

/** Cuts a text at so many UTF-16 units, or one before where a character would be cut in half. */
export const wholeSlice = (text: string, units: number): string =>
  text.slice(0, units).replace(text.length > units ? /[\ud800-\udbff]$/ : /$^/, '');
