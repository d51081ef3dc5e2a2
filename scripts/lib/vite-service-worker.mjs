// Builds src/serviceWorker.ts to dist/sw.js once the rest of the site is written, with the list of all its files. Workbox
// does the keeping; its own build tools would add 300 packages to make the list.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { build } from 'vite';
import { inRoot } from './paths.mjs';

/**
 * The files of a built site that a browser may ask for, with a hash of their content; one in assets/ has that in its
 * name already. A source map is for a browser's tools. Fonts as ttf and woff are for browsers without woff2, which have no service worker either. Some hosts
 * answer 404.html with the status 404, at which nothing would be kept. Recordings and the atlas are kept by the page, each part once it is opened.
 * @param {string} folder
 * @returns {{url: string, revision: string | null}[]}
 */
function siteFiles(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (name) =>
        statSync(join(folder, name)).isFile() &&
        !/(^sw\.js|^404\.html|\.map|\.ttf|\.woff|^(recordings|atlas)[\\/].+)$/.test(name),
    )
    .map((name) => {
      const url = name.split(sep).join('/');
      if (url.startsWith('assets/')) return { url, revision: null };
      return {
        url,
        revision: createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')
          .slice(0, 16),
      };
    })
    .sort((a, b) => (a.url < b.url ? -1 : 1));
}

/** @returns {import('vite').Plugin} */
export function serviceWorker() {
  let folder = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const files = siteFiles(folder);
        await build({
          configFile: false,
          logLevel: 'warn',
          publicDir: false,
          define: { siteFiles: JSON.stringify(files) },
          build: {
            outDir: folder,
            emptyOutDir: false,
            rolldownOptions: {
              input: inRoot('src', 'serviceWorker.ts'),
              output: { format: 'iife', entryFileNames: 'sw.js' },
            },
          },
        });
        const bytes = files.reduce((sum, { url }) => sum + statSync(join(folder, url)).size, 0);
        console.log(
          `sw.js keeps ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, for use without a network.`,
        );
      },
    },
  };
}
