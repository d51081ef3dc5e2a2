// Makes sure that Node is new enough and that node_modules holds what package-lock.json asks for.

import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { PlainError, run } from './process.mjs';

/**
 * Node 20.19+, 22.12+ or 24+: what Vite and Vitest ask for (the same as "engines" in package.json).
 * @param {string} version such as "20.19.0"
 */
export function isSupportedNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
}

/**
 * The packages that `lock` asks for and `installed` lacks or holds in another version. Packages for other
 * platforms are optional and may be absent. Contents are compared, not file times: git sets those at will.
 * @param {{packages: Record<string, {version?: string, optional?: boolean}>}} lock package-lock.json
 * @param {{packages: Record<string, {version?: string}>}} installed node_modules/.package-lock.json
 * @returns {string[]} paths such as "node_modules/vite"
 */
export function missingPackages(lock, installed) {
  return Object.entries(lock.packages)
    .filter(([path, wanted]) => {
      if (path === '') return false;
      const found = installed.packages[path];
      return found ? found.version !== wanted.version : !wanted.optional;
    })
    .map(([path]) => path);
}

function packagesAreInstalled() {
  const installedPath = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(installedPath)) return false;
  /** @param {string} path */
  const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
  return missingPackages(read(inRoot('package-lock.json')), read(installedPath)).length === 0;
}

/** Checks Node and, where packages are missing or out of date, runs `npm ci`. Throws a PlainError if it cannot. */
export async function ensurePackages() {
  if (!isSupportedNode(process.versions.node)) {
    throw new PlainError(
      `Attention Lab needs Node 20.19 or later, 22.12 or later, or 24; this is Node ${process.versions.node}. ` +
        'Install a newer Node from https://nodejs.org and run the command again.',
    );
  }
  if (packagesAreInstalled()) return;
  console.log('Installing packages with npm ci (a minute or two, once) …');
  const args = ['ci', '--no-audit', '--no-fund', '--progress=true'];
  // Under "npm start" and "npm test" npm names its own program; without it, Windows needs a shell to find npm.cmd.
  const npm = process.env.npm_execpath;
  const status = npm?.endsWith('.js')
    ? await run(process.execPath, [npm, ...args])
    : await run('npm', args, { shell: process.platform === 'win32' });
  if (status !== 0) {
    throw new PlainError(
      'npm ci failed, so the packages are not installed. Its messages stand above; ' +
        'the usual cause is that the npm registry cannot be reached.',
    );
  }
}
