/** A name for what all pages of the origin share, of this copy of the lab: others on the host have their own. */
export const siteName = (what: string): string =>
  `attention-lab ${what} ${new URL('.', document.baseURI).pathname}`;
