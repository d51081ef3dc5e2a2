/**
 * The three products of a layer with weights that lie side by side, [W1 | W2 | …], such as those of q, k and v: forward,
 * back to the input, and back to the weights. Which kernel does them is the adapter's business.
 */
import type * as tf from '@tensorflow/tfjs';
import { adapterKind } from './adapter';
import { runKernel } from './kernel';
import { registerTiles } from './matmulRegisters';
import { sharedTiles } from './matmulShared';

/**
 * C = Σ_k A(m, k) B(k, n) for one or more B. Either each has columns of C of its own, or (`sum`) all add to the same.
 * A is stored with k running along a row ('mk') or with m ('km'); B with n ('kn') or k ('nk').
 */
export interface Product {
  rows: number;
  aLayout: 'mk' | 'km';
  aStride: number;
  bLayout: 'kn' | 'nk';
  sum: boolean;
  panels: Panel[];
  /** Added to C; (rows, columns), where there is one panel. */
  residual: boolean;
}

export interface Panel {
  /** Names of the bindings of B, of C, and where they are wanted of a bias for C's columns and of B's column sums. */
  b: string;
  out: string;
  bias?: string;
  sums?: string;
  /** How long the summed dimension is, and how many columns C gets. */
  depth: number;
  width: number;
  /** Where a row of A (of C, of B) starts for this panel, and how far rows of B and C lie apart. */
  aOffset: number;
  bOffset: number;
  bStride: number;
  outOffset: number;
  outStride: number;
}

/** What a kernel of products is made of; see runKernel. */
export interface ProductCode {
  declarations: string;
  body: string;
  vec4: string[];
  threads: number;
  workgroup: number;
}

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
const startsOf = (widths: number[]) => widths.map((_, n) => sum(widths.slice(0, n)));
const named = (prefix: string, tensors: (tf.Tensor | undefined)[]): Record<string, tf.Tensor> =>
  Object.fromEntries(tensors.flatMap((t, n) => (t ? [[`${prefix}${n}`, t] as const] : [])));

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
 * Y = X [W1 | W2 | …] + [b1 | b2 | …] + residual, (rows, Σ width).
 * @param x (rows, depth) @param weights (depth, width) each
 */
export function multiply(
  x: tf.Tensor,
  rows: number,
  weights: tf.Tensor[],
  { biases = [], residual }: { biases?: (tf.Tensor | undefined)[]; residual?: tf.Tensor } = {},
): tf.Tensor2D {
  const depth = weights[0]?.shape[0] as number;
  const widths = weights.map((w) => w.shape[1] as number);
  const starts = startsOf(widths);
  const panels = widths.map(
    (width, n): Panel => ({
      b: `w${n}`,
      out: 'y',
      bias: biases[n] ? `bias${n}` : undefined,
      depth,
      width,
      aOffset: 0,
      bOffset: 0,
      bStride: width,
      outOffset: starts[n] as number,
      outStride: sum(widths),
    }),
  );
  const product: Product = {
    rows,
    aLayout: 'mk',
    aStride: depth,
    bLayout: 'kn',
    sum: false,
    panels,
    residual: !!residual,
  };
  const inputs = {
    a: x,
    ...named('w', weights),
    ...named('bias', biases),
    ...(residual ? { residual } : {}),
  };
  return run('matmul', product, inputs, { y: [rows, sum(widths)] }).y as tf.Tensor2D;
}

/** X = Y [W1 | W2 | …]ᵀ, (rows, depth). @param y (rows, Σ width) @param weights (depth, width) each */
export function multiplyTransposed(y: tf.Tensor, rows: number, weights: tf.Tensor[]): tf.Tensor2D {
  const columns = weights[0]?.shape[0] as number;
  const widths = weights.map((w) => w.shape[1] as number);
  const starts = startsOf(widths);
  const panels = widths.map(
    (width, n): Panel => ({
      b: `w${n}`,
      out: 'x',
      depth: width,
      width: columns,
      aOffset: starts[n] as number,
      bOffset: 0,
      bStride: width,
      outOffset: 0,
      outStride: columns,
    }),
  );
  const product: Product = {
    rows,
    aLayout: 'mk',
    aStride: sum(widths),
    bLayout: 'nk',
    sum: true,
    panels,
    residual: false,
  };
  return run('matmulTransposed', product, { a: y, ...named('w', weights) }, { x: [rows, columns] })
    .x as tf.Tensor2D;
}

/**
 * XᵀY, cut into the columns of each weight: (depth, width) each; and the column sums of Y, (width) each, if wanted.
 * @param x (rows, depth) @param y (rows, Σ width)
 */
export function outerProducts(
  x: tf.Tensor,
  y: tf.Tensor,
  rows: number,
  widths: number[],
  wantSums: boolean,
): { products: tf.Tensor[]; sums: tf.Tensor[] } {
  const depth = x.size / rows;
  const starts = startsOf(widths);
  const panels = widths.map(
    (width, n): Panel => ({
      b: 'b',
      out: `g${n}`,
      sums: wantSums ? `s${n}` : undefined,
      depth: rows,
      width,
      aOffset: 0,
      bOffset: starts[n] as number,
      bStride: sum(widths),
      outOffset: 0,
      outStride: width,
    }),
  );
  const product: Product = {
    rows: depth,
    aLayout: 'km',
    aStride: depth,
    bLayout: 'kn',
    sum: false,
    panels,
    residual: false,
  };
  const outputs: Record<string, number[]> = {};
  widths.forEach((width, n) => {
    outputs[`g${n}`] = [depth, width];
    if (wantSums) outputs[`s${n}`] = [width];
  });
  const results = run('outerProduct', product, { a: x, b: y }, outputs);
  return {
    products: widths.map((_, n) => results[`g${n}`] as tf.Tensor),
    sums: wantSums ? widths.map((_, n) => results[`s${n}`] as tf.Tensor) : [],
  };
}
