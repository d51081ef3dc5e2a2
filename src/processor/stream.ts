/** Rows of a model on their way through its layers, and what each layer keeps of them for the way back. */

import { headDim } from '../attention/dims';
import type { Memory, Pointer } from './memory';
import type { ModelPlan } from './plan';
import type { GatedBuffers } from './swiGLU';

/** Rows of n = rows · T positions; widths are floats. A buffer that a layer does not need is 0. */
export interface LayerBuffers {
  /** Input of the layer, (n, d). */
  x: Pointer;
  /** Normed input of the mixer, (n, d), and 1 / RMS of each position. */
  n1: Pointer;
  inverse1: Pointer;
  /** q, k and v side by side, (n, qkvWidth). */
  qkv: Pointer;
  /** Normed static embedding, where q and k are of it. */
  staticNormed: Pointer;
  staticInverse: Pointer;
  /** Heads before QK-norm, (n, (heads + kvHeads) · headDim), and 1 / RMS of each. */
  beforeNorm: Pointer;
  headInverse: Pointer;
  /** Mixed values, (n, heads · headDim). */
  mixed: Pointer;
  /** See `attention` of assembly/attention.ts. */
  stat: Pointer;
  /** Of a gated MLP in the mixer's place. */
  mlp: GatedBuffers;
  /** x + mixer, (n, d), normed, and 1 / RMS. */
  x2: Pointer;
  n2: Pointer;
  inverse2: Pointer;
  ffn: GatedBuffers;
}

export interface Stream {
  /** Input of the first layer, (n, d). */
  input: Pointer;
  layers: LayerBuffers[];
  /** Output of the last layer, (n, d). */
  output: Pointer;
}

/** Floats of q and k of one position. */
export const qkWidth = (model: ModelPlan): number => (model.heads + model.kvHeads) * headDim(model);

/** Floats of q, k and v of one position. */
export const qkvWidth = (model: ModelPlan): number => (model.heads + 2 * model.kvHeads) * headDim(model);

/** Takes the buffers of so many rows. */
export function createStream(memory: Memory, model: ModelPlan, rows: number): Stream {
  const { dModel: d, heads, kvHeads, ffn, context, mlpHidden } = model;
  const n = rows * context;
  const gated = (hidden: number): GatedBuffers => ({
    gateUp: memory.take(2 * n * hidden),
    product: memory.take(n * hidden),
  });
  const layers = model.layers.map((attention): LayerBuffers => {
    const where = (there: boolean, floats: number) => (there ? memory.take(floats) : 0);
    const mixes = attention !== null;
    const isStatic = attention?.isStatic ?? false;
    return {
      x: memory.take(n * d),
      n1: memory.take(n * d),
      inverse1: memory.take(n),
      qkv: where(mixes, n * qkvWidth(model)),
      staticNormed: where(isStatic, n * d),
      staticInverse: where(isStatic, n),
      beforeNorm: where(mixes && model.qkNorm, n * qkWidth(model)),
      headInverse: where(mixes && model.qkNorm, n * (heads + kvHeads)),
      mixed: where(mixes, n * heads * headDim(model)),
      stat: where(mixes, n * heads),
      mlp: mixes ? { gateUp: 0, product: 0 } : gated(mlpHidden),
      x2: memory.take(n * d),
      n2: memory.take(n * d),
      inverse2: memory.take(n),
      ffn: gated(ffn),
    };
  });
  return { input: (layers[0] as LayerBuffers).x, layers, output: memory.take(n * d) };
}
