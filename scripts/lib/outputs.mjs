// Files and folders that a command is to write: tried before its work begins, and nothing lost where they fail later.

import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  realpathSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { errorMessage, PlainError } from './process.mjs';

/**
 * A path that an option names, to write to or to read from.
 * @typedef {{ option: string, path: string | undefined, kind: 'file' | 'folder' | 'input' }} NamedPath
 */

/** What the system's codes mean for a path that is to be written. @type {Record<string, string>} */
const writeReasons = {
  EACCES: 'there is no such folder, or it is read-only',
  EDQUOT: 'the space that this user may take is full',
  EEXIST: 'it is a file. Name a folder',
  EISDIR: 'it is a folder. Name a file',
  ELOOP: 'its links go in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'there is no such folder, or it is read-only',
  ENOSPC: 'no space is left there',
  ENOTDIR: 'a part of the path is a file and not a folder',
  EPERM: 'there is no such folder, or it is read-only',
  EROFS: 'there is no such folder, or it is read-only',
  ETXTBSY: 'it is a program that runs',
};

/** Says why a path could not be written. @param {string} path @param {unknown} error */
export const cannotBeWritten = (path, error) =>
  `${path} cannot be written: ${reasonOf(error, writeReasons)}.`;

/** Why a path cannot be read. @type {Record<string, string>} */
const readReasons = {
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder. Name a file',
  ELOOP: 'its links go in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is a file and not a folder',
  EPERM: 'this user may not read it',
};

/** Says why a path could not be read. @param {string} path @param {unknown} error */
export const cannotBeRead = (path, error) => `${path} cannot be read: ${reasonOf(error, readReasons)}.`;

/** What the system's code of an error means. @param {unknown} error @param {Record<string, string>} reasons by code */
function reasonOf(error, reasons) {
  const code = String(/** @type {{ code?: unknown }} */ (error)?.code);
  return Object.hasOwn(reasons, code) ? reasons[code] : errorMessage(error);
}

/**
 * Refuses paths that cannot be written, or that stand for one another. What it makes to try them is removed again.
 * @param {readonly NamedPath[]} named
 * @throws {PlainError} with what is wrong and which option it is of
 */
export function checkPaths(named) {
  /** @type {Map<string, string>} option by path */
  const taken = new Map();
  for (const { option, path, kind } of named) {
    if (path === undefined) continue;
    if (path.trim() === '') throw new PlainError(`--${option} takes a path, and was given an empty one.`);
    if (kind !== 'input') tryPath(path, kind);
    const real = realPath(path);
    const other = taken.get(real);
    if (other !== undefined && kind !== 'input')
      throw new PlainError(
        `--${option} and ${other} name the same path, ${path}: one would overwrite the other.`,
      );
    taken.set(real, kind === 'input' && option === '' ? 'the experiment' : `--${option}`);
  }
}

/** @param {string} path @param {'file' | 'folder'} kind */
function tryPath(path, kind) {
  try {
    if (kind === 'file') tryFile(path);
    else tryFolder(path);
  } catch (error) {
    throw new PlainError(cannotBeWritten(path, error));
  }
}

/** @param {string} path */
function tryFile(path) {
  // A path that ends in a slash names a folder, which opening would call missing.
  if (/[\\/]$/.test(path)) throw Object.assign(new Error(), { code: 'EISDIR' });
  const isThere = existsSync(path);
  // To open a pipe would wait for its reader.
  if (isThere && statSync(path).isFIFO()) return;
  closeSync(openSync(path, 'a'));
  // Of a link that led nowhere, what it leads to now, and not the link.
  if (!isThere) rmSync(realpathSync(path));
}

/** @param {string} path */
function tryFolder(path) {
  const isThere = existsSync(path);
  if (!isThere) mkdirSync(path);
  if (!statSync(path).isDirectory()) throw Object.assign(new Error(), { code: 'EEXIST' });
  const probe = join(path, `.write-test-${process.pid}`);
  writeFileSync(probe, '');
  rmSync(probe);
  if (!isThere) rmdirSync(path);
}

/** What is the same for all names of a file, also of what is not there yet. @param {string} path */
function realPath(path) {
  const whole = resolve(path);
  try {
    const { dev, ino, nlink } = statSync(whole);
    return nlink > 1 ? `${dev}:${ino}` : realpathSync(whole);
  } catch {
    try {
      return join(realpathSync(dirname(whole)), basename(whole));
    } catch {
      return whole;
    }
  }
}

/**
 * Writes a text to a file, or adds it there; where that fails, prints it instead, so that it is not lost.
 * @param {string} path
 * @param {string} text
 * @param {{ append?: boolean }} [options]
 * @returns {string | null} what went wrong, for the reader
 */
export function writeOrPrint(path, text, { append = false } = {}) {
  try {
    if (append) appendFileSync(path, text);
    else writeFileSync(path, text);
    return null;
  } catch (error) {
    console.log(text);
    return `${cannotBeWritten(path, error)} What was to stand there is printed above.`;
  }
}
