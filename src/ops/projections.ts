/** Matrix products with a weight: y = x W + b, and logits = x Eᵀ. */
import * as tf from '@tensorflow/tfjs';
import { kernelsRun } from '../device/adapter';
import { differentiable } from '../device/kernel';
import { fail } from './checks';
import { multiply, multiplyTransposed, outerProducts } from './webgpu/matmul';

/**
 * Computes x W + b + residual.
 * @param x (..., in) @param weight (in, out)
 * @param bias (out) @param residual (..., out)
 * @returns (..., out)
 * @throws Error where the shapes do not fit each other
 */
export function linear(
  x: tf.Tensor,
  weight: tf.Tensor2D,
  { bias, residual }: { bias?: tf.Tensor1D; residual?: tf.Tensor } = {},
): tf.Tensor {
  const width = x.shape[x.rank - 1] as number;
  const [input, output] = weight.shape;
  const shape = [...x.shape.slice(0, -1), output];
  if (width !== input) fail('linear', 'needs x (..., in) and weight (in, out)', x, weight);
  if (bias && bias.shape[0] !== output) fail('linear', 'needs bias (out)', weight, bias);
  if (residual && residual.shape.join() !== shape.join())
    fail('linear', `needs residual (${shape.join(', ')})`, x, weight, residual);
  return tf.tidy(() => {
    const flat = tf.reshape(x, [-1, input]) as tf.Tensor2D;
    const flatResidual = residual && (tf.reshape(residual, [-1, output]) as tf.Tensor2D);
    const product = kernelsRun() ? fusedLinear : composedLinear;
    return tf.reshape(product(flat, weight, bias, flatResidual), shape);
  });
}

/**
 * Computes logits, x Eᵀ.
 * @param x (..., d) @param embedding (V, d)
 * @returns (..., V)
 * @throws Error where the widths differ
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

function composedLinear(
  x: tf.Tensor2D,
  weight: tf.Tensor2D,
  bias?: tf.Tensor1D,
  residual?: tf.Tensor2D,
): tf.Tensor {
  const product = tf.matMul(x, weight);
  const shifted = bias ? tf.add(product, bias) : product;
  return residual ? tf.add(shifted, residual) : shifted;
}

function fusedLinear(
  x: tf.Tensor2D,
  weight: tf.Tensor2D,
  bias?: tf.Tensor1D,
  residual?: tf.Tensor2D,
): tf.Tensor2D {
  const [rows] = x.shape;
  const inputs = [x, weight, bias, residual].filter((t) => t !== undefined);
  return differentiable(
    inputs,
    () => ({ value: multiply(x, rows, weight, { bias, residual }), save: [x, weight] }),
    (dy, [x, weight]) => {
      const [, output] = (weight as tf.Tensor2D).shape;
      const { products, sums } = outerProducts(x as tf.Tensor, dy, rows, [output], !!bias);
      const dx = multiplyTransposed(dy, rows, weight as tf.Tensor);
      return [dx, ...products, ...sums, ...(residual ? [dy.clone()] : [])];
    },
  );
}

function fusedUnembed(x: tf.Tensor2D, embedding: tf.Tensor2D): tf.Tensor2D {
  const [rows, d] = x.shape;
  return differentiable(
    [x, embedding],
    () => ({ value: multiplyTransposed(x, rows, embedding), save: [x, embedding] }),
    (dy, [x, embedding]) => [
      multiply(dy, rows, embedding as tf.Tensor),
      ...outerProducts(dy, x as tf.Tensor, rows, [d]).products,
    ],
  );
}
