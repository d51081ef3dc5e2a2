/**
 * Words of what stands below the page: names of registries' entries, and sentences of the schema, of files, of the worker. They
 * stand where they are needed, in English, under a key; the page has their translations (`entries.json` of each language).
 */
import { mapValues } from 'es-toolkit';
import { formatBytes } from './bytes';
import { numberWords, writeNumbersIn } from './language';
import { formatCount, formatMagnitude } from './numbers';

/** What a placeholder stands for; a number is written in the language of the words, grouped unless it says how. */
type WordValue = string | number | { [K in keyof typeof writers]?: number };
export type WordValues = Readonly<Record<string, WordValue>>;

const writers = { bytes: formatBytes, magnitude: formatMagnitude };

/** Around words that travel: characters that no text has a use for. */
const [open, close] = ['\u{e000}', '\u{e001}'];

/** Lets words travel from here on, as key and values, to the page, which says them in its reader's language: of a worker. */
export function letWordsTravel(): void {
  writeNumbersIn({ ...numberWords(), travels: true });
}

/**
 * Says something in the reader's language; in English where that has no words for it, and where no page is.
 * @param key in the language's entries.json, as `tasks.recall.name`
 * @param own English, with `{{placeholders}}`
 * @param values `count` chooses the plural in other languages
 */
export function words(key: string, own: string, values: WordValues = {}): string {
  if (numberWords().travels) return open + encodeURIComponent(JSON.stringify([key, own, values])) + close;
  const written = mapValues(values, writtenValue);
  const translated = numberWords().translated(key, written, Number(values.count));
  return translated ?? own.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => written[name] ?? whole);
}

function writtenValue(value: WordValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatCount(value);
  const [how, number] = Object.entries(value)[0] as [keyof typeof writers, number | null];
  // JSON has null for what is no number.
  return writers[how](number ?? Number.NaN);
}

/** Says what travelled, anywhere in a text. What only looks like it stays as it is. */
export function worded(text: string): string {
  return text.replaceAll(/\u{e000}([\w%.!~*'()-]*)\u{e001}/gu, (whole, packed: string) => {
    const found = unpacked(packed);
    if (!found) return whole;
    const [key, own, values] = found;
    return words(
      key,
      own,
      mapValues(values, (value) => (typeof value === 'string' ? worded(value) : value)),
    );
  });
}

function unpacked(packed: string): [key: string, own: string, values: WordValues] | null {
  let found: unknown;
  try {
    found = JSON.parse(decodeURIComponent(packed));
  } catch {
    return null;
  }
  if (!Array.isArray(found)) return null;
  const [key, own, values] = found as unknown[];
  const isWhole =
    typeof key === 'string' &&
    typeof own === 'string' &&
    isPlain(values) &&
    Object.values(values).every(isValue);
  return isWhole ? [key, own, values as WordValues] : null;
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isValue = (value: unknown): boolean =>
  typeof value === 'string' ||
  typeof value === 'number' ||
  (isPlain(value) &&
    Object.keys(value).length === 1 &&
    Object.keys(value).every((how) => Object.hasOwn(writers, how)));

/** Says the name of a registry's entry. */
export const entryName = (registry: string, { id, name }: { id: string; name: string }): string =>
  words(`${registry}.${id}.name`, name);

/** A name within a sentence: in English in lower case, unless it is an abbreviation; other languages have their own rules. */
export const inSentence = (name: string): string =>
  numberWords().tag.startsWith('en')
    ? name.replace(/^[A-Z](?=[a-z]+(?:[ -]|$))/, (letter) => letter.toLowerCase())
    : name;
