/** What can be looked at in a forward pass of one row of tokens: maps, scores, and how large numbers are. */
import type { LayerAttention, LayerMagnitudes } from '../engine/engine';
import { none } from './changes';
import type { Passes } from './passes';
import type { Stream } from './stream';

/** Scores and map of each layer for one row of at most `context` tokens; null for a layer that mixes no tokens. */
export function attentionOf(passes: Passes, ids: Int32Array): (LayerAttention | null)[] {
  const { plan, network } = passes;
  const T = ids.length;
  passes.forEachPart(ids, 1, none, () => {});
  return plan.layers.map((attention, l) => {
    if (!attention) return null;
    const map = new Float32Array(plan.heads * T * T);
    const scores = new Float32Array(plan.heads * T * T);
    network.forEachMapBlock(l, network.batch, 0, T, (head, top, someScores, weights) => {
      scores.set(someScores, (head * T + top) * T);
      map.set(weights, (head * T + top) * T);
    });
    return { map, scores };
  });
}

/** The largest numbers of each layer for one row of at most `context` tokens and the reference rows. */
export function magnitudesOf(passes: Passes, ids: Int32Array): LayerMagnitudes[] {
  const { plan, network, memory } = passes;
  const T = ids.length;
  passes.forEachPart(ids, 1, none, () => {});
  const { batch, references } = network;
  const rows = plan.references.map((_, row) => ({ stream: references as Stream, row }));
  rows.push({ stream: batch, row: 0 });
  const floats = T * plan.dModel;
  return plan.layers.map((attention, l) => {
    let scores = 0;
    let output = 0;
    for (const { stream, row } of rows) {
      const at = network.outputOf(l, stream) + 4 * row * floats;
      output = Math.max(output, largestOf(memory.floats(at, floats)));
      if (attention)
        network.forEachMapBlock(l, stream, row, T, (_head, _top, some) => {
          scores = Math.max(scores, largestOf(some));
        });
    }
    return { scores: attention && scores, output };
  });
}

/** Largest magnitude; Infinity where a number is not finite. */
function largestOf(numbers: Float32Array): number {
  let largest = 0;
  for (const number of numbers) {
    if (!Number.isFinite(number)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, Math.abs(number));
  }
  return largest;
}
