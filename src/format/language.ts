/**
 * The language that numbers, amounts, times and words (`words.ts`) are written in. The page sets its reader's; the worker and
 * the command line write English, and so does the page where a text leaves it.
 */

/** What is put around numbers, and said in place of them. */
export interface NumberWords {
  /** BCP 47, for Intl. */
  tag: string;
  /** Of a value that no number holds, such as the perplexity of a loss above 709 nats. */
  beyondNumbers(): string;
  notANumber(): string;
  underOneSecond(): string;
  /** How much of a whole is done. */
  part(done: string, total: string): string;
  partOfTokens(done: string, total: string): string;
  range(low: string, high: string): string;
  percent(value: string): string;
  /** Words travel from here, and are said where they arrive. */
  travels?: boolean;
  /** What `words.ts` asks for, filled in; null where the language has no words for it. @param count for the plural, or NaN */
  translated(key: string, values: Readonly<Record<string, string>>, count: number): string | null;
}

const english: NumberWords = {
  tag: 'en',
  beyondNumbers: () => 'beyond the scale',
  notANumber: () => 'not a number',
  underOneSecond: () => 'under 1 s',
  part: (done, total) => `${done} of ${total}`,
  partOfTokens: (done, total) => `${done} of ${total} tokens`,
  range: (low, high) => `${low} to ${high}`,
  percent: (value) => `${value}%`,
  // English stands where it is said.
  translated: () => null,
};

let current = english;

/** The words that are in use now. */
export const numberWords = (): NumberWords => current;

/** Sets the language of all that is written from then on. */
export function writeNumbersIn(words: NumberWords): void {
  current = words;
}

/** Writes a text that leaves the app, such as a table for a paper, in English whatever the reader's language. */
export function inEnglish<T>(write: () => T): T {
  const readers = current;
  current = english;
  try {
    return write();
  } finally {
    current = readers;
  }
}
