// Offers the lines of the atlas for download: experiments/atlas/NAME.jsonl as atlas/NAME.jsonl of the site, and its data card.

import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inRoot } from './paths.mjs';

const folder = inRoot('experiments', 'atlas');

/** Plans' lines, and what their fields are; what the smoke plan leaves behind is none of the site. */
const files = () =>
  readdirSync(folder).filter(
    (name) => name === 'DATA.md' || (/^[\w-]+\.jsonl$/.test(name) && name !== 'smoke.jsonl'),
  );

/** @returns {import('vite').Plugin} */
export function atlasLines() {
  return {
    name: 'atlas-lines',
    generateBundle() {
      for (const name of files())
        this.emitFile({ type: 'asset', fileName: `atlas/${name}`, source: readFileSync(join(folder, name)) });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const [path = ''] = (request.url ?? '').split('?');
        const name = basename(path);
        if (!path.endsWith(`/atlas/${name}`) || !files().includes(name)) return next();
        createReadStream(join(folder, name)).pipe(response);
      });
    },
  };
}
