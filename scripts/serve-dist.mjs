// Serves dist/ for the end-to-end tests, from sub-paths as a user would have: /lab/ as a host does that sets no
// header, /strict/ with the headers of scripts/lib/site-headers.mjs, which hold in the worker too.
// Usage: node scripts/serve-dist.mjs PORT

import { inRoot } from './lib/paths.mjs';
import { siteHeaders } from './lib/site-headers.mjs';
import { serveFolder } from './lib/static-server.mjs';

const sites = { '/lab/': () => ({}), '/strict/': siteHeaders };
const { port } = await serveFolder(inRoot('dist'), Number(process.argv[2]), sites);
for (const path of Object.keys(sites)) console.log(`dist is served at http://localhost:${port}${path}`);
