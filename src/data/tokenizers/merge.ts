// Applies merges to a text: within each piece, the earliest-learned pair first, as in training.

import { piecesOf } from './pieces';

/** Tokens 0 to 255 are the single bytes. */
export const byteTokens = 256;

/** Merge i joins two earlier tokens to token 256 + i. */
export type Merge = [left: number, right: number];

/** Token ids stay below it. */
const tokenLimit = 0x4000;

/** A pair of tokens as one number. */
export const pairKey = (left: number, right: number): number => left * tokenLimit + right;

export const pairOf = (key: number): Merge => [Math.floor(key / tokenLimit), key % tokenLimit];

/** The tokens of a text under these merges. */
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

/** @param made the token that each pair makes; of those in the piece the lowest was learned first */
function mergePiece(bytes: number[], made: ReadonlyMap<number, number>): number[] {
  let tokens = bytes;
  for (;;) {
    let first = Number.POSITIVE_INFINITY;
    for (let i = 0; i + 1 < tokens.length; i++) {
      const token = made.get(pairKey(tokens[i] as number, tokens[i + 1] as number));
      if (token !== undefined && token < first) first = token;
    }
    if (first === Number.POSITIVE_INFINITY) return tokens;
    tokens = joinPairs(tokens, (left, right) => made.get(pairKey(left, right)) === first, first);
  }
}

/** The tokens with `token` for each pair that `isPair` takes, from left to right. */
export function joinPairs(
  tokens: readonly number[],
  isPair: (left: number, right: number) => boolean,
  token: number,
): number[] {
  const joined: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const right = tokens[i + 1];
    if (right !== undefined && isPair(tokens[i] as number, right)) {
      joined.push(token);
      i++;
    } else joined.push(tokens[i] as number);
  }
  return joined;
}
