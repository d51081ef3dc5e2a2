// What npm run experiment is given: an experiment as a file or as a link, and the text it may need beside it.

import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { PlainError } from './process.mjs';

/** Whether it is to be read as a file and not as a link. @param {string} source */
export const isFile = (source) => existsSync(source) || /\.json$/i.test(source);

/** @param {string} file @returns {{value: unknown, link: null, title: string}} */
export function readJson(file) {
  const text = String(readBytes(file));
  try {
    return { value: JSON.parse(text), link: null, title: basename(file) };
  } catch (error) {
    throw new PlainError(`${file} is not JSON: ${error.message}`);
  }
}

function readBytes(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new PlainError(`${file} cannot be read: ${error.message}`);
  }
}

/**
 * A link must be whole: a night of training for half of what was meant helps nobody.
 * @param {import('vite').ViteDevServer} server loads the lab's own codec
 * @param {string} source a link, or else the name of a file that is not there
 */
export async function readLink(server, source) {
  const { decodeLink, looksLikeLink } = await server.ssrLoadModule('/src/document/link/link.ts');
  if (!looksLikeLink(source)) return readJson(source);
  const link = decodeLink(source);
  if (!link.ok) throw new PlainError(link.message);
  if (link.warnings.length > 0) throw new PlainError(link.warnings.join('\n'));
  return { value: link.shared.experiment, link: link.shared, title: 'Experiment of a link' };
}

/**
 * The user's own text where the experiment trains on it: in the link, or in the file that --text names.
 * @returns {Promise<{name: string, text: string} | null>}
 */
export async function readText(server, experiment, link, file) {
  const load = (path) => server.ssrLoadModule(path);
  const { ownTextId, parseOwnText } = await load('/src/data/corpora/index.ts');
  if (experiment.task || experiment.corpus !== ownTextId) {
    if (file === undefined) return null;
    throw new PlainError(`This experiment does not train on a text of one's own, so --text has no use.`);
  }
  const known = link?.text ?? null;
  if (known?.kind === 'text') {
    if (file === undefined) return { name: known.name, text: known.text };
    throw new PlainError('This link carries its text, so --text has no use.');
  }
  const wanted = known ? `${known.name}, of ${known.bytes.toLocaleString('en')} bytes` : "one's own text";
  if (file === undefined)
    throw new PlainError(
      `This experiment trains on ${wanted}, which is not in it. Bring it with --text FILE.`,
    );
  const read = parseOwnText(new Uint8Array(readBytes(file)), file, experiment.model.context);
  if (!read.ok) throw new PlainError(read.message);
  const { textHash } = await load('/src/document/link/textSection.ts');
  if (known && textHash(read.text) !== known.hash)
    throw new PlainError(`${file} is another text than the link's, which is ${wanted}.`);
  return { name: basename(file), text: read.text };
}
