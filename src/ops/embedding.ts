/** Rows of an embedding table. */
import * as tf from '@tensorflow/tfjs';
import { kernelsRun } from '../device/adapter';
import { differentiable, runForResult } from '../device/kernel';
import { fail } from './checks';

/**
 * Looks up rows of a table.
 * @param weight (V, d) @param ids int32 (R, T), 0 to V − 1
 * @returns (R, T, d)
 * @throws Error where the ids are not int32
 */
export function embedding(weight: tf.Tensor2D, ids: tf.Tensor2D): tf.Tensor3D {
  if (ids.dtype !== 'int32') fail('embedding', `needs int32 ids, not ${ids.dtype}`, ids);
  const [vocab, d] = weight.shape;
  if (kernelsRun()) return fusedEmbedding(weight, ids);
  return tf.tidy(() => {
    const chosen = tf.cast(tf.oneHot(tf.reshape(ids, [-1]) as tf.Tensor1D, vocab), 'float32') as tf.Tensor2D;
    return tf.reshape(tf.matMul(chosen, weight), [...ids.shape, d]) as tf.Tensor3D;
  });
}

/** Columns that a thread of the backward pass sums at once: ids are compared once for all of them. */
const block = 16;

/** Backward, each row of the table searches the ids for its own, so that sums have a fixed order without atomics. */
function fusedEmbedding(weight: tf.Tensor2D, ids: tf.Tensor2D): tf.Tensor3D {
  const [vocab, d] = weight.shape;
  const by4 = d % 4 === 0;
  return differentiable(
    [weight],
    () => {
      const perRow = by4 ? d / 4 : d;
      const body = 'result[i] = weight[ids[i / perRow] * perRow + i % perRow];';
      const vec4 = by4 ? ['weight', 'result'] : [];
      const kernel = {
        name: 'embed',
        inputs: { weight, ids },
        vec4,
        sizes: { perRow },
        threads: ids.size * perRow,
        body,
      };
      return { value: runForResult<tf.Rank.R3>(kernel, [...ids.shape, d]), save: [ids] };
    },
    (dy, [ids]) => {
      const blocks = Math.ceil(d / block);
      const body = `
        let id = i / blocks;
        let from_ = (i % blocks) * ${block};
        let width = min(${block}, d - from_);
        var sum : array<f32, ${block}>;
        for (var t = 0; t < positions; t++) {
          if (ids[t] == id) {
            for (var c = 0; c < width; c++) { sum[c] += dy[t * d + from_ + c]; }
          }
        }
        for (var c = 0; c < width; c++) { result[id * d + from_ + c] = sum[c]; }`;
      const inputs = { ids: ids as tf.Tensor, dy };
      const sizes = { d, blocks, positions: inputs.ids.size };
      return [
        runForResult({ name: 'embedBack', inputs, sizes, threads: vocab * blocks, body }, weight.shape),
      ];
    },
  );
}
