// Byte-pair encoding: joins the pair of tokens that is most frequent, again and again (Sennrich et al. 2016, on bytes).

import { ByteTokenizer } from './byteTokens';
import { byteTokens, type Merge } from './merge';
import { PairCounts } from './pairCounts';
import type { TokenizerKind, TrainOptions } from './tokenizer';

const id = 'bpe';

/** Time between two reports, in which other tasks get a turn, in milliseconds. */
const reportInterval = 30;

export const bpeTokenizer: TokenizerKind = {
  id,
  linkCode: 3,
  name: 'Word pieces',
  description:
    'Byte-pair encoding: begins with bytes and joins the most frequent pair, again and again. Frequent words become one token.',
  sized: true,

  async train(text, options) {
    return new ByteTokenizer(id, await learnMerges(text, options));
  },

  fromJSON({ id: kind, merges }) {
    if (kind !== id || !merges) throw new Error('This is not the vocabulary of a byte-pair tokenizer.');
    return new ByteTokenizer(
      id,
      merges.map(([left, right]) => [left, right]),
    );
  },
};

/** As many merges as make `vocabSize` tokens; fewer where no pair is left that stands twice in the text. */
async function learnMerges(text: string, { vocabSize, report }: TrainOptions): Promise<Merge[]> {
  await report?.(byteTokens, vocabSize);
  const pairs = new PairCounts(text);
  const merges: Merge[] = [];
  let last = performance.now();
  while (byteTokens + merges.length < vocabSize) {
    const best = pairs.mostFrequent();
    if (!best) break;
    pairs.join(best, byteTokens + merges.length);
    merges.push(best);
    if (performance.now() - last < reportInterval) continue;
    await report?.(byteTokens + merges.length, vocabSize);
    last = performance.now();
  }
  return merges;
}
