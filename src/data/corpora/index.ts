// The registry of corpora. A new one is a file beside this and a line here.

import type { Corpus } from './corpus';
import { mobyDick } from './mobyDick';
import { stateOfTheUnion } from './stateOfTheUnion';
import { stories } from './stories';

export { type Corpus, corpusBytes, type FetchText } from './corpus';
export {
  ownTextId,
  ownTextMaxBytes,
  parseOwnText,
  readOwnText,
} from './ownText';
export { storiesWithAnswers } from './stories';

/** In the order in which they are offered. */
export const corpora: readonly Corpus[] = [mobyDick, stateOfTheUnion, stories];

/**
 * Returns the probe text where another corpus is chosen: its own in place of one that came with a corpus; one that a person wrote
 * stays, and so does any where the text is the person's own.
 */
export function probeFor(corpusId: string, probe: string): string {
  const isWritten = corpora.every((corpus) => corpus.probe !== probe);
  const chosen = corpora.find(({ id }) => id === corpusId);
  return isWritten || !chosen ? probe : chosen.probe;
}

/** Finds the corpus with this id. @throws Error naming the ids there are */
export function getCorpus(id: string): Corpus {
  const corpus = corpora.find((candidate) => candidate.id === id);
  if (corpus) return corpus;
  throw new Error(`There is no corpus "${id}". There are: ${corpora.map((c) => c.id).join(', ')}.`);
}
