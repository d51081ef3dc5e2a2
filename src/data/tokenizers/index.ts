// The registry of tokenizers. A new one is a file beside this and a line here.

import { bpeTokenizer } from './bpe';
import { bytesTokenizer } from './bytesTokenizer';
import { charTokenizer } from './char';
import type { Tokenizer, TokenizerJson, TokenizerKind } from './tokenizer';

export { byteCount, type Tokenizer, type TokenizerJson, type TokenizerKind } from './tokenizer';
export { unknownSentence } from './unknown';

/** In the order in which they are offered. */
export const tokenizers: readonly TokenizerKind[] = [charTokenizer, bytesTokenizer, bpeTokenizer];

/** Finds the kind with this id. @throws Error naming the ids there are */
export function getTokenizerKind(id: string): TokenizerKind {
  const kind = tokenizers.find((candidate) => candidate.id === id);
  if (kind) return kind;
  throw new Error(`There is no tokenizer "${id}". There are: ${tokenizers.map((t) => t.id).join(', ')}.`);
}

/** Reads a tokenizer that toJSON wrote. @throws Error if its kind is not known */
export function tokenizerFromJSON(json: TokenizerJson): Tokenizer {
  return getTokenizerKind(json.id).fromJSON(json);
}
