/** Rows of an embedding table. */
import * as tf from '@tensorflow/tfjs';
import { fail } from './checks';
import { differentiable, kernelsRun, runKernel } from './webgpu/kernel';

/** @param weight (V, d) @param ids int32 (R, T), 0 to V − 1 @returns (R, T, d) */
export function embedding(weight: tf.Tensor2D, ids: tf.Tensor2D): tf.Tensor3D {
  if (ids.dtype !== 'int32') fail('embedding', `needs int32 ids, not ${ids.dtype}`, ids);
  const [vocab, d] = weight.shape;
  if (kernelsRun()) return fusedEmbedding(weight, ids);
  return tf.tidy(() => {
    const chosen = tf.cast(tf.oneHot(tf.reshape(ids, [-1]) as tf.Tensor1D, vocab), 'float32') as tf.Tensor2D;
    return tf.reshape(tf.matMul(chosen, weight), [...ids.shape, d]) as tf.Tensor3D;
  });
}

/** Forward gathers. Backward lets each entry of the table look for its own id, so that sums come in a fixed order. */
function fusedEmbedding(weight: tf.Tensor2D, ids: tf.Tensor2D): tf.Tensor3D {
  const d = weight.shape[1];
  return differentiable(
    [weight],
    () => {
      const body = `result[i] = weight[ids[i / ${d}] * ${d} + i % ${d}];`;
      const kernel = { name: 'embed', inputs: { weight, ids }, threads: ids.size * d, body };
      return { value: runKernel<tf.Rank.R3>(kernel, [...ids.shape, d]), save: [ids] };
    },
    (dy, [ids]) => {
      const positions = (ids as tf.Tensor).size;
      const body = `
        let id = i / ${d};
        var sum = 0.0;
        for (var t = 0; t < ${positions}; t++) {
          if (ids[t] == id) { sum += dy[t * ${d} + i % ${d}]; }
        }
        result[i] = sum;`;
      const inputs = { ids: ids as tf.Tensor, dy };
      return [runKernel({ name: 'embedBack', inputs, threads: weight.size, body }, weight.shape)];
    },
  );
}
