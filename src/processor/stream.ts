/** Rows of a model on their way through its layers, and what each layer keeps of them for the way back. */

import { headDim } from '../attention/dims';
import { type Layer, mixingOf } from '../attention/layers';
import { gatedMlpHidden } from '../attention/parameters';
import type { ModelConfig } from '../model/config';
import type { Memory, Pointer } from './memory';

/** Rows of n = rows · T positions; widths are floats. */
export interface LayerBuffers {
  /** Input of the layer, (n, d). */
  x: Pointer;
  /** Normed input of the mixer, and 1 / RMS of each position. */
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
  /** Gate and up of a gated MLP in the mixer's place, (n, 2m), and their product (n, m). */
  mlpGateUp: Pointer;
  mlpHidden: Pointer;
  /** x + mixer, (n, d), normed, and 1 / RMS. */
  x2: Pointer;
  n2: Pointer;
  inverse2: Pointer;
  /** Gate and up of the feed-forward, (n, 2f), and their product, (n, f). */
  gateUp: Pointer;
  hidden: Pointer;
}

export interface Stream {
  rows: number;
  layers: LayerBuffers[];
  /** Output of the last layer, (n, d). */
  output: Pointer;
}

/** Floats of q, k and v of one position. */
export const qkvWidth = ({ heads, kvHeads, dModel }: ModelConfig): number =>
  (heads + 2 * kvHeads) * headDim({ dModel, heads });

/** Takes the buffers of so many rows. */
export function createStream(memory: Memory, config: ModelConfig, rows: number): Stream {
  const { dModel: d, heads, kvHeads, ffn, context } = config;
  const n = rows * context;
  const m = gatedMlpHidden(config);
  const none = 0;
  const layers = config.layers.map((layer: Layer): LayerBuffers => {
    const mixing = mixingOf(layer);
    const where = (there: boolean, floats: number) => (there ? memory.take(floats) : none);
    const mixes = mixing !== null;
    const isStatic = mixing?.source === 'static';
    return {
      x: memory.take(n * d),
      n1: memory.take(n * d),
      inverse1: memory.take(n),
      qkv: where(mixes, n * qkvWidth(config)),
      staticNormed: where(isStatic, n * d),
      staticInverse: where(isStatic, n),
      beforeNorm: where(mixes && config.qkNorm, n * (heads + kvHeads) * headDim(config)),
      headInverse: where(mixes && config.qkNorm, n * (heads + kvHeads)),
      mixed: where(mixes, n * heads * headDim(config)),
      stat: where(mixes, n * heads),
      mlpGateUp: where(!mixes, 2 * n * m),
      mlpHidden: where(!mixes, n * m),
      x2: memory.take(n * d),
      n2: memory.take(n * d),
      inverse2: memory.take(n),
      gateUp: memory.take(2 * n * ffn),
      hidden: memory.take(n * ffn),
    };
  });
  return { rows, layers, output: memory.take(n * d) };
}
