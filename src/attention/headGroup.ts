import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';

/** Some heads that one source is projected into. */
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
