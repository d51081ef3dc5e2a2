// Counts each pair of neighbouring tokens in a text, and updates the counts as pairs are joined.

import { type Merge, pairKey, pairOf } from './merge';
import { PairQueue } from './pairQueue';
import { piecesOf } from './pieces';

/** A piece of the text, once however often it stands there. */
interface Piece {
  tokens: number[];
  count: number;
}

/** The fewest times a pair stands in the text to be worth a token. */
const fewest = 2;

/** Pair counts of one text, which starts as its bytes. */
export class PairCounts {
  private readonly pieces: Piece[];
  private readonly counts = new Map<number, number>();
  /** Where each pair is, or was before another join took it apart: indices of pieces. */
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
    for (const [index, { tokens, count }] of this.pieces.entries())
      for (let i = 0; i + 1 < tokens.length; i++)
        this.count(index, tokens[i] as number, tokens[i + 1] as number, count, changed);
    this.enqueue(changed);
  }

  /**
   * Finds the pair with the highest count; among equals the one with the lower left token, then the lower right one. Null
   * where none stands twice.
   */
  mostFrequent(): Merge | null {
    const pair = this.queue.pop((key) => this.counts.get(key) ?? 0);
    return pair === null ? null : pairOf(pair);
  }

  /** Puts `token` in the place of each of these pairs. */
  join(pair: Merge, token: number): void {
    const changed = new Set<number>();
    const places = this.places.get(pairKey(...pair)) ?? [];
    for (const index of places) this.joinWithin(index, pair, token, changed);
    this.places.delete(pairKey(...pair));
    this.enqueue(changed);
  }

  /** From left to right; counts only the pairs out and in that a join takes apart or makes: a piece may be long. */
  private joinWithin(index: number, [left, right]: Merge, token: number, changed: Set<number>): void {
    const piece = this.pieces[index] as Piece;
    const { tokens, count } = piece;
    const at = (i: number) => tokens[i] as number;
    const joined: number[] = [];
    // The first of the old pairs that is not counted out.
    let pending = 0;
    for (let i = 0; i < tokens.length; i++) {
      if (at(i) !== left || tokens[i + 1] !== right) {
        joined.push(at(i));
        continue;
      }
      const end = Math.min(i + 2, tokens.length - 1);
      for (let k = Math.max(pending, i - 1); k < end; k++)
        this.count(index, at(k), at(k + 1), -count, changed);
      pending = end;
      joined.push(token);
      i++;
    }
    piece.tokens = joined;
    for (let i = 0; i + 1 < joined.length; i++) {
      const [a, b] = [joined[i] as number, joined[i + 1] as number];
      if (a === token || b === token) this.count(index, a, b, count, changed);
    }
  }

  /** Changes the count of a pair by `change`, and where that is more, notes that the pair is in this piece. */
  private count(index: number, left: number, right: number, change: number, changed: Set<number>): void {
    const pair = pairKey(left, right);
    this.counts.set(pair, (this.counts.get(pair) ?? 0) + change);
    changed.add(pair);
    if (change < 0) return;
    const places = this.places.get(pair);
    if (!places) this.places.set(pair, [index]);
    else if (places.at(-1) !== index) places.push(index);
  }

  private enqueue(changed: Set<number>): void {
    for (const pair of changed) {
      const count = this.counts.get(pair) as number;
      if (count === 0) this.counts.delete(pair);
      else if (count >= fewest) this.queue.push(pair, count);
    }
  }
}
