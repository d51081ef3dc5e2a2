/**
 * Restricts style elements to those with this page's nonce. A static site cannot put a fresh nonce into
 * its HTML, so index.html has to allow style elements (Mantine writes some); but policies add up, and this one is said
 * by the page itself before anything is drawn.
 */

import { randomWords } from '../platform/random';

const nonce = randomWords(4).join('-');

declare global {
  /** Where get-nonce, which react-remove-scroll asks for its nonce, looks for it. */
  var __webpack_nonce__: string | undefined;
}

/**
 * Adds the Content-Security-Policy to the page. The development server writes style elements of its own, so it is for the
 * built page.
 */
export function lockStyles(): void {
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = `style-src-elem 'self' 'nonce-${nonce}'`;
  document.head.append(meta);
  globalThis.__webpack_nonce__ = nonce;
}

/** Returns the nonce, for libraries that write style elements. */
export const styleNonce = (): string => nonce;
