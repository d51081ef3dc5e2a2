/**
 * The transformer's layers on the processor (docs/spec.md "Backbone", paper §4.2), there and back. The reference rows (§3.3)
 * are a stream of their own: no row of the batch changes them, so that they go through the layers once a step, however the
 * batch is cut.
 */
import { matmulScratch } from './assembly/scratch';
import type { Changes } from './changes';
import type { Kernels } from './kernels';
import type { Memory, Pointer } from './memory';
import { type BackBuffers, Mixer } from './mixer';
import { type ParameterLayout, parameterLayout } from './parameters';
import type { ModelPlan } from './plan';
import { Products } from './products';
import { createStream, type LayerBuffers, qkWidth, type Stream } from './stream';
import { SwiGLU } from './swiGLU';

export class Network {
  readonly layout: ParameterLayout;
  readonly products: Products;
  /** The block of the parameters, as `layout` says. */
  readonly values: Pointer;
  /** The batch's rows, and the reference rows where the stack has any. */
  readonly batch: Stream;
  readonly references: Stream | null;
  /** Floats of a block of gradients: the parameters', then of each layer with a reference those of its q and k, (T, qkWidth). */
  readonly gradientSize: number;
  /** `dx` is the gradient of a stream's output before `backward`, and of its input after it. */
  readonly back: BackBuffers;
  private readonly gathered: readonly number[];
  private readonly mixer: Mixer;
  private readonly swiGLU: SwiGLU;
  private readonly hasStatic: boolean;

  /** @param rows most rows that go through the layers at once */
  constructor(
    readonly model: ModelPlan,
    private readonly kernels: Kernels,
    memory: Memory,
    rows: number,
  ) {
    const { context, dModel: d, ffn, mlpHidden, references } = model;
    this.layout = parameterLayout(model);
    this.values = memory.take(this.layout.size);
    this.products = new Products(kernels, this.layout, this.values, memory.take(matmulScratch()));
    this.batch = createStream(memory, model, rows);
    this.references = references.length > 0 ? createStream(memory, model, references.length) : null;
    const positions = Math.max(rows, references.length) * context;
    this.back = {
      dx: memory.take(positions * d),
      dNormed: memory.take(positions * d),
      dStatic: memory.take(positions * d),
    };
    this.mixer = new Mixer(model, kernels, this.products, memory, positions);
    this.swiGLU = new SwiGLU(kernels, this.products, memory, positions, Math.max(ffn, mlpHidden));
    this.hasStatic = model.layers.some((attention) => attention?.isStatic);
    let end = this.layout.size;
    this.gathered = model.layers.map((_, l) => {
      const at = end;
      if (this.mixer.isShared(l)) end += context * qkWidth(model);
      return at;
    });
    this.gradientSize = Math.ceil(end / 4) * 4;
  }

  /** Computes what does not change, once the memory is there. */
  writeTables(): void {
    this.mixer.heads.writeAngles();
  }

  /** Takes a stream, whose input is in place, through the layers. */
  forward(stream: Stream, rows: number, T: number, changes: Changes): void {
    const floats = rows * T * this.model.dModel;
    let x = stream.input;
    stream.layers.forEach((layer, l) => {
      if (changes.skip.has(l)) return;
      if (x !== layer.x) this.kernels.copy(layer.x, x, floats);
      x = stream.layers[l + 1]?.x ?? stream.output;
      this.layerForward(l, stream, layer, x, rows, T, changes);
    });
    if (x !== stream.output) this.kernels.copy(stream.output, x, floats);
  }

  /** Where a layer's output was left by the last pass of a stream in which no layer was skipped, (n, d). */
  outputOf(l: number, stream: Stream): Pointer {
    return stream.layers[l + 1]?.x ?? stream.output;
  }

  /** See Mixer; the layer mixes tokens. */
  forEachMapBlock(
    l: number,
    stream: Stream,
    row: number,
    T: number,
    visit: Parameters<Mixer['forEachMapBlock']>[5],
  ): void {
    this.mixer.forEachMapBlock(l, stream, row, this.references, T, visit);
  }

  private layerForward(
    l: number,
    stream: Stream,
    layer: LayerBuffers,
    output: Pointer,
    rows: number,
    T: number,
    changes: Changes,
  ): void {
    const { kernels: k, products, swiGLU } = this;
    const { dModel: d, rmsEps } = this.model;
    const n = rows * T;
    k.rmsNorm(layer.x, products.value(`layers.${l}.norm1.gain`), layer.n1, layer.inverse1, n, d, rmsEps);
    k.copy(layer.x2, layer.x, n * d);
    if (layer.qkv !== 0) this.mixer.forward(l, stream, this.references, rows, T, changes);
    else swiGLU.forward(`layers.${l}.mixer`, layer.n1, layer.mlp, layer.x2, n);
    k.rmsNorm(layer.x2, products.value(`layers.${l}.norm2.gain`), layer.n2, layer.inverse2, n, d, rmsEps);
    k.copy(output, layer.x2, n * d);
    swiGLU.forward(`layers.${l}.ffn`, layer.n2, layer.ffn, output, n);
  }

  /**
   * The way back through a stream's layers, from `back.dx`. Adds to gradients; those of a reference's q and k are gathered
   * there until the reference stream's own way back.
   */
  backward(stream: Stream, rows: number, T: number, gradients: Pointer): void {
    const { dx, dStatic } = this.back;
    const floats = rows * T * this.model.dModel;
    if (this.hasStatic) this.kernels.clear(dStatic, floats);
    for (let l = stream.layers.length - 1; l >= 0; l--) this.layerBackward(l, stream, rows, T, gradients);
    if (this.hasStatic) this.kernels.addInto(dx, dStatic, floats);
  }

  private layerBackward(l: number, stream: Stream, rows: number, T: number, gradients: Pointer): void {
    const { back, swiGLU } = this;
    const layer = stream.layers[l] as LayerBuffers;
    const n = rows * T;
    swiGLU.backward(`layers.${l}.ffn`, layer.n2, layer.ffn, back.dx, back.dNormed, gradients, n);
    this.normBack(`layers.${l}.norm2.gain`, layer.x2, layer.inverse2, gradients, n);
    if (layer.qkv !== 0) {
      const gathered = gradients + 4 * (this.gathered[l] as number);
      this.mixer.backward(l, stream, this.references, rows, T, back, gradients, gathered);
    } else swiGLU.backward(`layers.${l}.mixer`, layer.n1, layer.mlp, back.dx, back.dNormed, gradients, n);
    this.normBack(`layers.${l}.norm1.gain`, layer.x, layer.inverse1, gradients, n);
  }

  /** back.dx += what back.dNormed, the gradient of RMSNorm(x), comes to. @param gain name of the norm's gain */
  normBack(gain: string, x: Pointer, inverse: Pointer, gradients: Pointer, n: number): void {
    const { products, back } = this;
    const { dModel: d } = this.model;
    const dGain = products.in(gradients, gain);
    this.kernels.rmsNormBack(x, products.value(gain), inverse, back.dNormed, back.dx, dGain, n, d);
  }
}
