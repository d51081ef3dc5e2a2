/** Queries and keys between their projection and their scores: QK-norm, then RoPE or the form's features. In place. */
import { headDim } from '../attention/dims';
import { formCodes } from './forms';
import type { Kernels } from './kernels';
import type { Memory, Pointer } from './memory';
import type { AttentionPlan, ModelPlan } from './plan';
import type { Products } from './products';
import { type LayerBuffers, qkvWidth } from './stream';

export class Heads {
  /** (context, headDim / 2) */
  private readonly cosines: Pointer;
  private readonly sines: Pointer;

  constructor(
    private readonly model: ModelPlan,
    private readonly kernels: Kernels,
    private readonly products: Products,
    private readonly memory: Memory,
  ) {
    const floats = (model.context * headDim(model)) / 2;
    this.cosines = memory.take(floats);
    this.sines = memory.take(floats);
  }

  /** Computes the angles of RoPE, before anything is rotated. */
  writeAngles(): void {
    const { model, memory } = this;
    const { context, ropeTheta } = model;
    const half = headDim(model) / 2;
    const cosines = memory.floats(this.cosines, context * half);
    const sines = memory.floats(this.sines, context * half);
    for (let i = 0; i < context * half; i++) {
      const angle = Math.floor(i / half) * ropeTheta ** (-(i % half) / half);
      cosines[i] = Math.cos(angle);
      sines[i] = Math.sin(angle);
    }
  }

  /** @param n positions whose q and k begin the layer's qkv */
  prepare({ prefix, form, rope }: AttentionPlan, layer: LayerBuffers, n: number, T: number): void {
    const { kernels: k, model, products } = this;
    const { heads, kvHeads, rmsEps } = model;
    const dh = headDim(model);
    const stride = qkvWidth(model);
    if (model.qkNorm) {
      const norm = (first: number, count: number, gain: string) =>
        k.normHeads(
          layer.qkv + 4 * first * dh,
          stride,
          n,
          count,
          dh,
          products.value(`${prefix}.${gain}`),
          layer.beforeNorm + 4 * first * dh * n,
          layer.headInverse + 4 * first * n,
          rmsEps,
        );
      norm(0, heads, 'qNorm.gain');
      norm(heads, kvHeads, 'kNorm.gain');
    }
    if (rope) k.rotateHeads(layer.qkv, stride, n, T, heads + kvHeads, dh, this.cosines, this.sines, 1);
    if (form === formCodes.linear) k.features(layer.qkv, stride, n, (heads + kvHeads) * dh);
  }

  /** Turns the gradient of prepared q and k, which begin dQkv, into that of their projections. */
  prepareBack(
    { prefix, form, rope }: AttentionPlan,
    layer: LayerBuffers,
    dQkv: Pointer,
    gradients: Pointer,
    n: number,
    T: number,
  ): void {
    const { kernels: k, model, products } = this;
    const { heads, kvHeads } = model;
    const dh = headDim(model);
    const stride = qkvWidth(model);
    if (form === formCodes.linear) k.featuresBack(dQkv, layer.qkv, stride, n, (heads + kvHeads) * dh);
    if (rope) k.rotateHeads(dQkv, stride, n, T, heads + kvHeads, dh, this.cosines, this.sines, -1);
    if (!model.qkNorm) return;
    const norm = (first: number, count: number, gain: string) =>
      k.normHeadsBack(
        dQkv + 4 * first * dh,
        stride,
        n,
        count,
        dh,
        products.value(`${prefix}.${gain}`),
        layer.beforeNorm + 4 * first * dh * n,
        layer.headInverse + 4 * first * n,
        products.in(gradients, `${prefix}.${gain}`),
      );
    norm(0, heads, 'qNorm.gain');
    norm(heads, kvHeads, 'kNorm.gain');
  }
}
