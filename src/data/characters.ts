/** What the lab calls characters, wherever it says so: Unicode code points, not the units of a string. */

/** Counts Unicode code points, as the character tokenizer does. */
export function characterCount(text: string): number {
  let count = 0;
  for (const _ of text) count++;
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
