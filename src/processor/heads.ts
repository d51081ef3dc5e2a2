/** Queries and keys between their projection and their scores: QK-norm, then RoPE or the form's features. In place. */
import { headDim } from '../attention/dims';
import type { Form } from '../attention/forms/form';
import type { ModelConfig } from '../model/config';
import type { Kernels } from './kernels';
import type { Memory, Pointer } from './memory';
import type { Products } from './products';
import { type LayerBuffers, qkvWidth } from './stream';

export class Heads {
  /** (context, headDim / 2) */
  private readonly cosines: Pointer;
  private readonly sines: Pointer;

  constructor(
    private readonly config: ModelConfig,
    private readonly kernels: Kernels,
    private readonly products: Products,
    memory: Memory,
  ) {
    const { context, ropeTheta } = config;
    const half = headDim(config) / 2;
    this.cosines = memory.take(context * half);
    this.sines = memory.take(context * half);
    const cosines = memory.floats(this.cosines, context * half);
    const sines = memory.floats(this.sines, context * half);
    for (let i = 0; i < context * half; i++) {
      const angle = Math.floor(i / half) * ropeTheta ** (-(i % half) / half);
      cosines[i] = Math.cos(angle);
      sines[i] = Math.sin(angle);
    }
  }

  /** @param prefix of the mixer's parameters @param n positions whose q and k begin the layer's qkv */
  prepare(prefix: string, form: Form, layer: LayerBuffers, n: number, T: number): void {
    const { kernels: k, config, products } = this;
    const { heads, kvHeads, rmsEps } = config;
    const dh = headDim(config);
    const stride = qkvWidth(config);
    if (config.qkNorm) {
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
    if (form.rope) k.rotateHeads(layer.qkv, stride, n, T, heads + kvHeads, dh, this.cosines, this.sines, 1);
    if (form.id === 'linear') k.features(layer.qkv, stride, n, (heads + kvHeads) * dh);
  }

  /** Turns the gradient of prepared q and k, which begin dQkv, into that of their projections. */
  prepareBack(
    prefix: string,
    form: Form,
    layer: LayerBuffers,
    dQkv: Pointer,
    gradients: Pointer,
    n: number,
    T: number,
  ): void {
    const { kernels: k, config, products } = this;
    const { heads, kvHeads } = config;
    const dh = headDim(config);
    const stride = qkvWidth(config);
    if (form.id === 'linear') k.featuresBack(dQkv, layer.qkv, stride, n, (heads + kvHeads) * dh);
    if (form.rope) k.rotateHeads(dQkv, stride, n, T, heads + kvHeads, dh, this.cosines, this.sines, -1);
    if (!config.qkNorm) return;
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
