// What a corpus is: a text that comes with the lab, and the credit it is owed.

export interface Corpus {
  id: string;
  name: string;
  description: string;
  /** About how many bytes are fetched. */
  bytes: number;
  /** SPDX expression of the text's licence. */
  licence: string;
  /** To be shown in the page. */
  credit: {
    title: string;
    url: string;
    text: string;
    /** Where the full licence lies, relative to the page. */
    licence: string;
  };
  /**
   * The whole text.
   * @param fetchText gets a file of the site, its path relative to the page; should reject if there is none
   */
  load(fetchText: (path: string) => Promise<string>): Promise<string>;
}
