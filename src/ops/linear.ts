/** Matrix products with a weight: y = x W + b, and logits = x Eᵀ. */
import * as tf from '@tensorflow/tfjs';
import { fail } from './checks';
import { differentiable, kernelsRun, runKernel } from './webgpu/kernel';
import { matmul } from './webgpu/matmul';

/**
 * y = x W + b.
 * @param x (..., in) @param weight (in, out) @param bias (out)
 * @returns (..., out)
 */
export function linear(x: tf.Tensor, weight: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor {
  const width = x.shape[x.rank - 1] as number;
  const [input, output] = weight.shape;
  if (width !== input) fail('linear', 'needs x (..., in) and weight (in, out)', x, weight);
  if (bias && bias.shape[0] !== output) fail('linear', 'needs bias (out)', weight, bias);
  return tf.tidy(() => {
    const flat = tf.reshape(x, [-1, input]) as tf.Tensor2D;
    const product = kernelsRun() ? fusedLinear(flat, weight, bias) : composedLinear(flat, weight, bias);
    return tf.reshape(product, [...x.shape.slice(0, -1), output]);
  });
}

/**
 * Logits x Eᵀ of hidden states against every embedding.
 * @param x (..., d) @param embedding (V, d)
 * @returns (..., V)
 */
export function unembed(x: tf.Tensor, embedding: tf.Tensor2D): tf.Tensor {
  const width = x.shape[x.rank - 1] as number;
  const [vocab, d] = embedding.shape;
  if (width !== d) fail('unembed', 'needs x (..., d) and embedding (V, d)', x, embedding);
  return tf.tidy(() => {
    const flat = tf.reshape(x, [-1, d]) as tf.Tensor2D;
    const logits = kernelsRun() ? fusedUnembed(flat, embedding) : tf.matMul(flat, embedding, false, true);
    return tf.reshape(logits, [...x.shape.slice(0, -1), vocab]);
  });
}

function composedLinear(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor {
  const product = tf.matMul(x, weight);
  return bias ? tf.add(product, bias) : product;
}

function fusedLinear(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor2D {
  const [rows, input] = x.shape;
  const output = weight.shape[1];
  return differentiable(
    bias ? [x, weight, bias] : [x, weight],
    () => ({ value: matmul(x, weight, rows, input, output, { bias }), save: [x, weight] }),
    (dy, [x, weight]) => {
      const dx = matmul(dy, weight as tf.Tensor, rows, output, input, { transposeB: true });
      const dWeight = matmul(x as tf.Tensor, dy, input, rows, output, { transposeA: true });
      return bias ? [dx, dWeight, sumRows(dy, rows, output)] : [dx, dWeight];
    },
  );
}

function fusedUnembed(x: tf.Tensor2D, embedding: tf.Tensor2D): tf.Tensor2D {
  const [rows, d] = x.shape;
  const [vocab] = embedding.shape;
  return differentiable(
    [x, embedding],
    () => ({ value: matmul(x, embedding, rows, d, vocab, { transposeB: true }), save: [x, embedding] }),
    (dy, [x, embedding]) => [
      matmul(dy, embedding as tf.Tensor, rows, vocab, d),
      matmul(dy, x as tf.Tensor, vocab, rows, d, { transposeA: true }),
    ],
  );
}

/** (rows, width) → (width). */
function sumRows(x: tf.Tensor, rows: number, width: number): tf.Tensor {
  const body = `
    var sum = 0.0;
    for (var r = 0; r < ${rows}; r++) { sum += x[r * ${width} + i]; }
    result[i] = sum;`;
  return runKernel({ name: 'sumRows', inputs: { x }, threads: width, body }, [width]);
}
