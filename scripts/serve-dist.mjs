// Serves dist/ under /lab/ for the end-to-end tests: a plain static host and a sub-path, as a user would have.
// Usage: node scripts/serve-dist.mjs PORT

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, normalize } from 'node:path';
import { inRoot } from './lib/paths.mjs';

const prefix = '/lab/';
const contentTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  // The URL parser has resolved "..", encoded dots included; what is left cannot leave dist.
  const name = pathname === prefix ? 'index.html' : decodeURIComponent(pathname.slice(prefix.length));
  const path = inRoot('dist', normalize(`/${name}`));
  if (!pathname.startsWith(prefix) || !existsSync(path) || !statSync(path).isFile()) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
    return;
  }
  response.writeHead(200, { 'content-type': contentTypes[extname(path)] ?? 'application/octet-stream' });
  createReadStream(path).pipe(response);
});

const port = Number(process.argv[2]);
server.listen(port, 'localhost', () => console.log(`dist is served at http://localhost:${port}${prefix}`));
