/**
 * The products of a layer: forward, back to the input, and back to the weights. Weights that take the same input, such as
 * those of q, k and v, are first laid side by side, so that one product does them all. The kind of the adapter picks
 * the kernel.
 */
import type * as tf from '@tensorflow/tfjs';
import { adapterKind } from '../../device/adapter';
import { runKernel } from '../../device/kernel';
import { registerTiles } from './matmulRegisters';
import { sharedTiles } from './matmulShared';
import { type Product, total } from './product';

function run<Names extends string>(
  name: string,
  product: Product,
  inputs: Record<string, tf.Tensor>,
  outputs: Record<Names, number[]>,
): Record<Names, tf.Tensor> {
  const make = adapterKind() === 'software' ? registerTiles : sharedTiles;
  return runKernel({ name, inputs, outputs, ...make(product) });
}

/**
 * Computes Y = X W + bias + residual, (rows, width).
 * @param x (rows, depth)
 * @param weights (depth, width)
 * @param bias (width)
 */
export function multiply(
  x: tf.Tensor,
  rows: number,
  weights: tf.Tensor,
  { bias, residual }: { bias?: tf.Tensor; residual?: tf.Tensor } = {},
): tf.Tensor2D {
  const [K, N] = weights.shape as [number, number];
  const product: Product = {
    M: rows,
    N,
    K,
    aLayout: 'mk',
    bLayout: 'kn',
    widths: [N],
    bias: !!bias,
    residual: !!residual,
  };
  const inputs = { a: x, b: weights, ...(bias ? { bias } : {}), ...(residual ? { residual } : {}) };
  return run('matmul', product, inputs as Record<string, tf.Tensor>, { c0: [rows, N] }).c0 as tf.Tensor2D;
}

/** Computes X = Y Wᵀ, (rows, depth). @param y (rows, width) @param weights (depth, width) */
export function multiplyTransposed(y: tf.Tensor, rows: number, weights: tf.Tensor): tf.Tensor2D {
  const [N, K] = weights.shape as [number, number];
  const product: Product = { M: rows, N, K, aLayout: 'mk', bLayout: 'nk', widths: [N] };
  return run('matmulTransposed', product, { a: y, b: weights }, { c0: [rows, N] }).c0 as tf.Tensor2D;
}

/**
 * Computes XᵀY, cut into the columns of each weight, (depth, width) each; and the column sums of Y, (width) each, if
 * wanted.
 * @param x (rows, depth) @param y (rows, Σ width)
 */
export function outerProducts(
  x: tf.Tensor,
  y: tf.Tensor,
  rows: number,
  widths: number[],
  wantSums = false,
): { products: tf.Tensor[]; sums: tf.Tensor[] } {
  const depth = x.size / rows;
  const product: Product = {
    M: depth,
    N: total(widths),
    K: rows,
    aLayout: 'km',
    bLayout: 'kn',
    widths,
    sums: wantSums,
  };
  const outputs: Record<string, number[]> = {};
  widths.forEach((width, n) => {
    outputs[`c${n}`] = [depth, width];
    if (wantSums) outputs[`sums${n}`] = [width];
  });
  const results = run('outerProduct', product, { a: x, b: y }, outputs);
  return {
    products: widths.map((_, n) => results[`c${n}`] as tf.Tensor),
    sums: wantSums ? widths.map((_, n) => results[`sums${n}`] as tf.Tensor) : [],
  };
}

/**
 * Concatenates weights, (depth, Σ width), and their biases, (Σ width), where there are any.
 * @param weights (depth, width) each
 */
export function sideBySide(
  weights: tf.Tensor[],
  biases: (tf.Tensor | undefined)[] = [],
): { weights: tf.Tensor; bias?: tf.Tensor } {
  const [only] = weights;
  if (only && weights.length === 1) return { weights: only, bias: biases[0] };
  const depth = only?.shape[0] as number;
  const widths = weights.map((w) => w.shape[1] as number);
  const withBias = biases.some((b) => b);
  const sizes: Record<string, number> = { N: total(widths), depth };
  const inputs: Record<string, tf.Tensor> = {};
  const branches = weights.map((w, n) => {
    inputs[`w${n}`] = w;
    sizes[`width${n}`] = widths[n] as number;
    sizes[`start${n}`] = total(widths.slice(0, n));
    const bias = biases[n];
    if (bias) inputs[`bias${n}`] = bias;
    const code = `
      let c = column - start${n};
      if (row < depth) { all[i] = w${n}[row * width${n} + c]; }
      ${withBias ? `else { bias[column] = ${bias ? `bias${n}[c]` : '0.0'}; }` : ''}`;
    return n === weights.length - 1 ? `{ ${code} }` : `if (column < start${n} + width${n}) { ${code} } else`;
  });
  const outputs: Record<string, number[]> = { all: [depth, total(widths)] };
  if (withBias) outputs.bias = [total(widths)];
  const { all, bias } = runKernel({
    name: 'sideBySide',
    inputs,
    outputs,
    sizes,
    threads: (depth + (withBias ? 1 : 0)) * total(widths),
    body: `let row = i / N; let column = i % N; ${branches.join(' ')}`,
  });
  return { weights: all as tf.Tensor, bias };
}
