/** Names what all pages of the origin would share, for this copy of the lab: others on the host have their own. */
export const siteName = (what: string): string =>
  `attention-lab ${what} ${new URL('.', document.baseURI).pathname}`;
