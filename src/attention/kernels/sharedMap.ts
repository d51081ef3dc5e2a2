/**
 * Attention over one map for all rows. Unlike a map for each row it is worth storing: it costs one product of queries and
 * keys, and every row then mixes by it. It lives for a pass only, as the backward pass recomputes it, so that a training
 * step needs memory for one map and its gradient at a time, however many layers there are.
 */
import type * as tf from '@tensorflow/tfjs';
import { differentiable, runKernel } from '../../device/kernel';
import type { AttentionSizes } from '../heads';
import { backThroughMix, backToQueriesAndKeys, mapWeights } from './sharedMapKernels';
import { mapShape } from './sharedMapLayout';
import { sumOverKeys } from './sharedMapSums';

/**
 * Computes softmax(q kᵀ / √dh) v over j ≤ i. Differentiable.
 * @param projected queries and keys, (1, h + kv, T, dh)
 * @param values (R, kv, T, dh)
 * @returns the mixed values, (R, T, h·dh)
 */
export function sharedMapAttention(
  sizes: AttentionSizes,
  projected: tf.Tensor4D,
  values: tf.Tensor4D,
): tf.Tensor3D {
  const { rows, heads, T, headDim } = sizes;
  const shape = mapShape(sizes);
  return differentiable(
    [projected, values],
    () => {
      const { map } = runKernel({
        name: 'sharedMap',
        inputs: { projected },
        outputs: { map: shape },
        ...mapWeights(sizes, { delta: false }),
      });
      const { out } = runKernel({
        name: 'sharedMapMix',
        inputs: { map, values },
        outputs: { out: [rows, T, heads * headDim] },
        ...sumOverKeys(sizes, 'values'),
      });
      map.dispose();
      return { value: out as tf.Tensor3D, save: [projected, values, out] };
    },
    (dy, saved) => {
      const [projected, values, out] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      const { map, delta } = runKernel({
        name: 'sharedMapAgain',
        inputs: { projected, dy, out },
        outputs: { map: shape, delta: [heads, T] },
        ...mapWeights(sizes, { delta: true }),
      });
      const { dScores, dValues } = runKernel({
        name: 'sharedMapBack',
        inputs: { map, delta, dy, values },
        outputs: { dScores: shape, dValues: values.shape },
        ...backThroughMix(sizes),
      });
      const { dProjected } = runKernel({
        name: 'sharedMapBackHeads',
        inputs: { map: dScores, projected },
        outputs: { dProjected: projected.shape },
        ...backToQueriesAndKeys(sizes),
      });
      for (const scratch of [map, delta, dScores]) scratch.dispose();
      return [dProjected, dValues];
    },
  );
}
