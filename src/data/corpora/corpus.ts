// What a corpus is: a text that comes with the lab, and the credit it is owed.

/**
 * Gets a file of the site as text; should reject if there is none.
 * @param path relative to the page; may end in "?v=" and a version, so that a cache never gives an older file
 * @param onBytes called with how many bytes have come so far
 */
export type FetchText = (path: string, onBytes?: (done: number) => void) => Promise<string>;

/** How a corpus is loaded. */
interface LoadOptions {
  /** How many pieces are made, where the corpus is `sized`. */
  size: number;
  /** Called with how much of the corpus is there, in bytes. */
  onBytes?(done: number): void;
}

/** An entry of the registry of corpora. */
export interface Corpus {
  id: string;
  /** What stands for it in a link: its own for ever. 0 is the user's own text. */
  linkCode: number;
  name: string;
  description: string;
  /** What attention is shown on at first: a line in its manner, of characters that it has. Its own for ever, as `linkCode`. */
  probe: string;
  /** About how many bytes of UTF-8 it has; where it is `sized`, for each piece. */
  bytes: number;
  /** Whether it is made as long as one wants; else it is as long as it is. */
  sized: boolean;
  /** SPDX expression of the text's licence. */
  licence: string;
  /** To be shown in the page. */
  credit: {
    title: string;
    /** Where the text comes from, unless the lab makes it. */
    url?: string;
    text: string;
    /** Where the full licence lies, relative to the page. */
    licence: string;
  };
  /** Gets the whole text. Rejects with an Error for the reader where it cannot be had. */
  load(fetchText: FetchText, options: LoadOptions): Promise<string>;
  /**
   * Makes passages that are in no part of the text, whose last word only their beginning settles; the answer begins with the
   * space before the word. Left out where the corpus has none of its own.
   */
  passages?(count: number): { text: string; answer: string }[];
}

/** Estimates how many bytes of UTF-8 a corpus has at this size, in pieces. */
export const corpusBytes = (corpus: Corpus, size: number): number =>
  corpus.sized ? corpus.bytes * size : corpus.bytes;
