// A plain static host for the tests: a folder under sub-paths of localhost, each with headers of its own. As such hosts
// do, it answers with the folder's 404.html where there is no file, and in a word where there is none of that either.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { portOf } from './ports.mjs';

/** @type {Record<string, string>} */
const contentTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * @param {string} folder
 * @param {number} port 0 for any that is free
 * @param {Record<string, (path: string) => Record<string, string>>} sites the headers of a file, by sub-path ("/lab/")
 * @returns {Promise<{port: number, close(): Promise<void>}>} once it listens
 */
export function serveFolder(folder, port, sites) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [site, headers] = Object.entries(sites).find(([prefix]) => pathname.startsWith(prefix)) ?? [];
    // The URL parser has resolved "..", encoded dots included; what is left cannot leave the folder.
    const name = site && (decodeURIComponent(pathname.slice(site.length)) || 'index.html');
    const path = name && join(folder, normalize(`/${name}`));
    const notFound = () => response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
    if (!path || !headers) return notFound();
    const isThere = existsSync(path) && statSync(path).isFile();
    const sent = isThere ? path : join(folder, '404.html');
    if (!existsSync(sent)) return notFound();
    const type = contentTypes[extname(sent)] ?? 'application/octet-stream';
    // Whole, with its length: in pieces a file takes the browser longer.
    const body = readFileSync(sent);
    response.writeHead(isThere ? 200 : 404, {
      'content-type': type,
      'content-length': body.length,
      ...headers(isThere ? name : '404.html'),
    });
    response.end(body);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', () =>
      resolve({
        port: portOf(server),
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      }),
    );
  });
}
