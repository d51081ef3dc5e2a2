// What a browser is told about the built site: its Content-Security-Policy, and the headers a host does well to send.
// The build puts the policy into index.html, the tests serve the site with the headers, and docs/hosting.md lists both.

const directives = {
  'default-src': "'none'",
  // WebAssembly, which the processor's engine is compiled from; no script is made of text.
  'script-src': "'self' 'wasm-unsafe-eval'",
  // Mantine writes its variables into style elements. src/ui/styleNonce.ts leaves it only those with a secret of the
  // page; KaTeX writes style attributes.
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** The policy as index.html gives it. A meta element cannot say frame-ancestors, and does not reach the worker. */
export const contentSecurityPolicy = Object.entries(directives)
  .map(([name, sources]) => `${name} ${sources}`)
  .join('; ');

/**
 * The headers worth setting.
 * @param {string} path within the site, such as "index.html" or "assets/index-a1b2c3.js"
 * @returns {Record<string, string>}
 */
export function siteHeaders(path) {
  const everywhere = {
    'content-security-policy': `${contentSecurityPolicy}; frame-ancestors 'self'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // A sandboxed frame is of no origin, and gets no module script without it.
    'access-control-allow-origin': '*',
  };
  // A name in assets/ holds a hash of the file; every other name stays while the file changes.
  const cache = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  return { ...everywhere, 'cache-control': cache };
}
