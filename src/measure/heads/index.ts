/** The registry of head scores. A new one is a file beside this and a line at the end here: in links of a view it is its place. */
import { duplicateToken } from './duplicateToken';
import type { HeadScore, ScoredSequence } from './headScore';
import { induction } from './induction';
import { previousToken } from './previousToken';
import { sink } from './sink';
import { truth } from './truth';

export type { HeadScore, ScoredSequence } from './headScore';

export const headScores: readonly HeadScore[] = [truth, induction, previousToken, duplicateToken, sink];

/** By score id, one for each head of a layer; without the scores that the sequences do not ask for. */
export type LayerHeadScores = Record<string, number[]>;

/** A layer's maps, (heads, T, T) row-major, and what they are of. */
interface ScoredMaps {
  maps: Float32Array;
  sequence: ScoredSequence;
}

/**
 * Scores every head of a layer.
 * @param on the layer's maps of the probe and of the repeated tokens; null where there are none of these
 */
export function scoreHeads(on: Record<HeadScore['on'], ScoredMaps | null>, heads: number): LayerHeadScores {
  const found: LayerHeadScores = {};
  for (const score of headScores) {
    const given = on[score.on];
    if (!given) continue;
    const { maps, sequence } = given;
    const size = sequence.tokens.length ** 2;
    const values = Array.from({ length: heads }, (_, h) =>
      score.of(maps.subarray(h * size, (h + 1) * size), sequence),
    ).filter((value) => value !== null);
    if (values.length === heads) found[score.id] = values;
  }
  return found;
}
