/**
 * Keeps the files of the built page in the browser, so that the lab opens and trains without a network. A new version is
 * fetched beside the old one and waits: the page asks for it, when its reader has.
 */
import { cleanupOutdatedCaches, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching';
import { mendedAddress } from './document/link/mendedAddress';

declare const self: ServiceWorkerGlobalScope;
/** Put in by scripts/lib/vite-service-worker.mjs: every file of the site. */
declare const siteFiles: PrecacheEntry[];

// Without a network there is no host to show 404.html, which does the same.
self.addEventListener('fetch', (event) => {
  const mended = event.request.mode === 'navigate' ? mendedAddress(event.request.url) : null;
  if (!mended) return;
  event.stopImmediatePropagation();
  event.respondWith(Response.redirect(mended));
});

// No file depends on what stands behind the "?": a text's version is there for the browser's own cache alone.
precacheAndRoute(siteFiles, { ignoreURLParametersMatching: [/./], cleanURLs: false });
cleanupOutdatedCaches();

// Also the page that was open first, so that it reaches what it has not loaded yet.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting();
});
