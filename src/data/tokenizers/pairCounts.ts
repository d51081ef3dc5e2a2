// How often each pair of neighbouring tokens stands in a text, kept up to date while pairs are joined.

import { joinPairs, type Merge, pairKey, pairOf } from './merge';
import { PairQueue } from './pairQueue';
import { piecesOf } from './pieces';

/** A piece of the text, once however often it stands there. */
interface Piece {
  tokens: number[];
  count: number;
}

/** The fewest times a pair stands in the text to be worth a token. */
const fewest = 2;

export class PairCounts {
  private readonly pieces: Piece[];
  private readonly counts = new Map<number, number>();
  /** Where each pair is, or was before it was joined away: indices of pieces. */
  private readonly places = new Map<number, number[]>();
  private readonly queue = new PairQueue();

  constructor(text: string) {
    const counted = new Map<string, number>();
    for (const [piece] of piecesOf(text)) counted.set(piece, (counted.get(piece) ?? 0) + 1);
    const encoder = new TextEncoder();
    this.pieces = Array.from(counted, ([piece, count]) => ({
      tokens: Array.from(encoder.encode(piece)),
      count,
    }));
    const changed = new Set<number>();
    for (let index = 0; index < this.pieces.length; index++) this.add(index, 1, changed);
    this.enqueue(changed);
  }

  /** The pair with the highest count; among equals the one with the lower left token, then the lower right one. */
  mostFrequent(): Merge | null {
    const pair = this.queue.pop((key) => this.counts.get(key) ?? 0);
    return pair === null ? null : pairOf(pair);
  }

  /** Puts `token` in the place of each of these pairs. */
  join([left, right]: Merge, token: number): void {
    const pair = pairKey(left, right);
    const changed = new Set<number>();
    for (const index of this.places.get(pair) ?? []) {
      const piece = this.pieces[index] as Piece;
      const tokens = joinPairs(piece.tokens, (a, b) => a === left && b === right, token);
      // A place is noted again where joining brings a pair back, and stays noted where it takes it away.
      if (tokens.length === piece.tokens.length) continue;
      this.add(index, -1, changed);
      piece.tokens = tokens;
      this.add(index, 1, changed);
    }
    this.places.delete(pair);
    this.enqueue(changed);
  }

  /** Counts the pairs of a piece in (sign 1) or out (-1). */
  private add(index: number, sign: 1 | -1, changed: Set<number>): void {
    const { tokens, count } = this.pieces[index] as Piece;
    for (let i = 0; i + 1 < tokens.length; i++) {
      const pair = pairKey(tokens[i] as number, tokens[i + 1] as number);
      this.counts.set(pair, (this.counts.get(pair) ?? 0) + sign * count);
      changed.add(pair);
      if (sign < 0) continue;
      const places = this.places.get(pair);
      if (!places) this.places.set(pair, [index]);
      else if (places.at(-1) !== index) places.push(index);
    }
  }

  private enqueue(changed: Set<number>): void {
    for (const pair of changed) {
      const count = this.counts.get(pair) as number;
      if (count === 0) this.counts.delete(pair);
      else if (count >= fewest) this.queue.push(pair, count);
    }
  }
}
