/** What a score of a head is: how far its map does one known thing. */
import type { RightKeys } from '../../data/tasks';

/** The sequence that a map is of. */
export interface ScoredSequence {
  /** T token ids. */
  tokens: Int32Array;
  /** Of each position; null where no task says which keys are right. */
  rightKeys: RightKeys | null;
}

/** An entry of the registry of head scores. */
export interface HeadScore {
  id: string;
  name: string;
  /** TeX: A is the map, i a query and j a key from 1 to T, x the tokens. */
  tex: string;
  /** What it measures, in one plain sentence. */
  definition: string;
  /** Paper and section. */
  source: string;
  /** Whether only a task says what is right, or any tokens do. */
  appliesTo: 'tasks' | 'all';
  /** What it is measured on: the probe, or random tokens that come twice. */
  on: 'probe' | 'repeated';
  /**
   * Computes it, from 0 to 1 where rows of the map sum to 1.
   * @param map (T, T) row-major, rows are queries
   * @returns null where the sequence asks nothing
   */
  of(map: ArrayLike<number>, sequence: ScoredSequence): number | null;
  /**
   * Computes what a map scores that looks at every visible position alike, of a score against a known truth; null where no answer is
   * due. Missing of a score that no truth is known of.
   */
  chance?(rightKeys: RightKeys): number | null;
}

/**
 * Computes the mean over queries of the weight that they put on some keys.
 * @param keysOf the keys of a query, from 0; null where it does not count
 * @returns null where none counts
 */
export function meanWeight(
  map: ArrayLike<number>,
  T: number,
  keysOf: (query: number) => readonly number[] | null,
): number | null {
  let total = 0;
  let counted = 0;
  for (let i = 0; i < T; i++) {
    const keys = keysOf(i);
    if (!keys) continue;
    counted++;
    for (const j of keys) total += map[i * T + j] as number;
  }
  return counted > 0 ? total / counted : null;
}

/** Maps the positions before each query that have its token; null where there are none. */
export function earlierOccurrences(tokens: Int32Array): (number[] | null)[] {
  const seen = new Map<number, number[]>();
  return Array.from(tokens, (token, i) => {
    const before = seen.get(token) ?? [];
    seen.set(token, [...before, i]);
    return before.length > 0 ? before : null;
  });
}
