// Puts the Content-Security-Policy into each built page. Vite's development server writes scripts into the page, so
// that one goes without.

import { contentSecurityPolicy } from './site-headers.mjs';

/** @returns {import('vite').Plugin} */
export function policy() {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
        // Before whatever it is meant to hold.
        injectTo: 'head-prepend',
      },
    ],
  };
}
