// The byte tokenizer: one token for each byte of UTF-8, the same 256 for every text.

import { ByteTokenizer } from './byteTokens';
import type { TokenizerKind } from './tokenizer';

const id = 'bytes';

export const bytesTokenizer: TokenizerKind = {
  id,
  linkCode: 2,
  name: 'Bytes',
  description: 'Every byte of UTF-8 is a token: 256 of them write any text, also one never seen.',
  sized: false,
  train: () => new ByteTokenizer(id, []),
  fromJSON({ id: kind, merges }) {
    if (kind !== id || merges?.length !== 0)
      throw new Error('This is not the vocabulary of a byte tokenizer.');
    return new ByteTokenizer(id, []);
  },
};
