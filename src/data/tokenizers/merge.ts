// Applies merges to a text: within each piece, the earliest-learned pair first, as in training.

import { piecesOf } from './pieces';

/** Tokens 0 to 255 are the single bytes. */
export const byteTokens = 256;

/** Merge i joins two earlier tokens to token 256 + i. */
export type Merge = [left: number, right: number];

/** Token ids stay below it. */
const tokenLimit = 0x4000;

/** Packs a pair of tokens, each below 2^14, into one number. */
export const pairKey = (left: number, right: number): number => left * tokenLimit + right;

/** Unpacks what pairKey packed. */
export const pairOf = (key: number): Merge => [Math.floor(key / tokenLimit), key % tokenLimit];

/** Encodes a text under these merges. */
export function mergePieces(text: string, merges: readonly Merge[]): Int32Array {
  const made = new Map(merges.map(([left, right], i) => [pairKey(left, right), byteTokens + i]));
  const encoder = new TextEncoder();
  // A text has few different pieces: each is merged once.
  const known = new Map<string, number[]>();
  let ids = new Int32Array(1024);
  let length = 0;
  for (const [piece] of piecesOf(text)) {
    let tokens = known.get(piece);
    if (!tokens) {
      tokens = mergePiece(Array.from(encoder.encode(piece)), made);
      known.set(piece, tokens);
    }
    if (length + tokens.length > ids.length) {
      const larger = new Int32Array(2 * ids.length);
      larger.set(ids);
      ids = larger;
    }
    ids.set(tokens, length);
    length += tokens.length;
  }
  return ids.slice(0, length);
}

/**
 * Joins pairs within one piece until none is left to join: of those there, the one learned first, leftmost first.
 * @param tokens bytes of the piece; changed in place
 * @param made the token that each pair makes, lower where it was learned earlier
 */
function mergePiece(tokens: number[], made: ReadonlyMap<number, number>): number[] {
  const never = Number.POSITIVE_INFINITY;
  /** What the token at `i` makes with the one after it. */
  const makes = (i: number) => {
    const right = tokens[i + 1];
    return (right !== undefined && made.get(pairKey(tokens[i] as number, right))) || never;
  };
  const ahead = tokens.map((_, i) => makes(i));
  for (;;) {
    let at = 0;
    for (let i = 1; i < ahead.length; i++) if ((ahead[i] as number) < (ahead[at] as number)) at = i;
    const token = ahead[at];
    if (token === undefined || token === never) return tokens;
    tokens.splice(at, 2, token);
    ahead.splice(at, 1);
    ahead[at] = makes(at);
    if (at > 0) ahead[at - 1] = makes(at - 1);
  }
}
