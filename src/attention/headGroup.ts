import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';

/** Heads that are projected with one weight: the queries of a layer, its keys or its values. */
export interface HeadGroup {
  heads: number;
  /** (d, heads · headDim) */
  weight: Tensor2D;
  /** (heads · headDim) */
  bias?: Tensor1D;
  /** QK-norm's gain, (headDim). */
  normGain?: Tensor1D;
  /** Base of RoPE; left out, nothing is rotated. */
  ropeTheta?: number;
}
