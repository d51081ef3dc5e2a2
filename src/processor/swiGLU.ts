/** The gated MLP (SiLU(x · gate) · (x · up)) · down, of the feed-forward and of the variant that has it for a mixer. */
import type { Kernels } from './kernels';
import type { Memory, Pointer } from './memory';
import type { Products } from './products';

/** Gate and up, (n, 2m), and their product, (n, m). */
export interface GatedBuffers {
  gateUp: Pointer;
  product: Pointer;
}

export class SwiGLU {
  private readonly gradient: GatedBuffers;

  /** @param positions and @param mostHidden what the gradients' buffers must hold */
  constructor(
    private readonly kernels: Kernels,
    private readonly products: Products,
    memory: Memory,
    positions: number,
    mostHidden: number,
  ) {
    this.gradient = {
      gateUp: memory.take(2 * positions * mostHidden),
      product: memory.take(positions * mostHidden),
    };
  }

  /** out (n, d) += SwiGLU(x (n, d)). @param prefix of the parameters' names */
  forward(prefix: string, x: Pointer, { gateUp, product }: GatedBuffers, out: Pointer, n: number): void {
    const { rows: hidden, columns: d } = this.products.slot(`${prefix}.down.weight`);
    this.products.times(`${prefix}.gateUp.weight`, x, gateUp, 2 * hidden, n, 0);
    this.kernels.swiGLU(gateUp, product, n, hidden);
    this.products.times(`${prefix}.down.weight`, product, out, d, n, 1);
  }

  /** dx (n, d) = what dOut (n, d) comes to; adds to gradients. */
  backward(
    prefix: string,
    x: Pointer,
    { gateUp, product }: GatedBuffers,
    dOut: Pointer,
    dx: Pointer,
    gradients: Pointer,
    n: number,
  ): void {
    const { products, gradient } = this;
    const { rows: hidden, columns: d } = products.slot(`${prefix}.down.weight`);
    products.addWeightGradient(`${prefix}.down.weight`, product, dOut, d, gradients, n);
    products.timesTransposed(`${prefix}.down.weight`, dOut, d, gradient.product, n, 0);
    this.kernels.swiGLUBack(gateUp, gradient.product, gradient.gateUp, n, hidden);
    products.addWeightGradient(`${prefix}.gateUp.weight`, x, gradient.gateUp, 2 * hidden, gradients, n);
    products.timesTransposed(`${prefix}.gateUp.weight`, gradient.gateUp, 2 * hidden, dx, n, 0);
  }
}
