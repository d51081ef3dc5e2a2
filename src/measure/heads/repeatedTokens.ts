/** Random tokens that come twice, in which a head shows what it makes of a token that was there before. */

import type { Random } from '../../data/random';
import { distinct } from '../../data/tasks/draw';

/** Tokens of one copy, as Olsson et al. have them. */
const most = 25;

/**
 * Draws tokens, no two alike, and lays them down twice.
 * @param vocab tokens to draw from @param context the most that fit
 * @returns null where not two of them fit twice
 */
export function repeatedTokens(random: Random, vocab: number, context: number): Int32Array | null {
  const n = Math.min(most, Math.floor(context / 2), vocab);
  if (n < 2) return null;
  const once = distinct(random, n, vocab);
  return Int32Array.from([...once, ...once]);
}
