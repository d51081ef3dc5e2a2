// A corpus that is a file of the site: fetched by its content's version, and known by how it begins.

import { words } from '../../format/words';
import type { Corpus } from './corpus';

interface SiteFile {
  name: string;
  path: string;
  /** The first eight hexadecimal digits of the SHA-256 of the file. */
  version: string;
  /** How it begins: many static hosts answer a missing file with their start page and status 200. */
  start: string;
}

/** Makes a corpus's `load` from a file of the site. It rejects with an Error for the reader where the file is another. */
export const loadSiteText =
  ({ name, path, version, start }: SiteFile): Corpus['load'] =>
  async (fetchText, { onBytes }) => {
    const text = await fetchText(`${path}?v=${version}`, onBytes);
    if (text.startsWith(start)) return text;
    throw new Error(
      words(
        'text.wrongSite',
        'The file {{path}} of this site is not {{name}}. Build the site again with "npm run build".',
        { path, name },
      ),
    );
  };
