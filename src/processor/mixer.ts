/** A layer's attention: projections, heads, weights and values mixed, projected back; and the way back through them. */
import { headDim } from '../attention/dims';
import { attentionScratch, blockRows } from './assembly/scratch';
import type { Changes } from './changes';
import { Heads } from './heads';
import type { Kernels } from './kernels';
import type { Memory, Pointer } from './memory';
import { mixByMap } from './mixByMap';
import type { AttentionPlan, ModelPlan } from './plan';
import type { Products } from './products';
import { type LayerBuffers, qkvWidth, qkWidth, type Stream } from './stream';

/** What the way back through a stream reads and writes beside the layer's own buffers. */
export interface BackBuffers {
  /** Gradient of a layer's output, (n, d); of its input when the layer is done. */
  dx: Pointer;
  /** Gradient of a normed input, (n, d). */
  dNormed: Pointer;
  /** Gradient of the static embedding, (n, d). */
  dStatic: Pointer;
}

export class Mixer {
  readonly heads: Heads;
  private readonly scratch: Pointer;
  private readonly dMixed: Pointer;
  private readonly dQkv: Pointer;
  /** Scores, then weights, of a block of queries, (blockRows, context) each. */
  private readonly mapped: Pointer;

  /** @param positions that the gradients' buffers must hold */
  constructor(
    private readonly model: ModelPlan,
    private readonly kernels: Kernels,
    private readonly products: Products,
    private readonly memory: Memory,
    positions: number,
  ) {
    this.heads = new Heads(model, kernels, products, memory);
    this.scratch = memory.take(attentionScratch(model.context, headDim(model)));
    this.dMixed = memory.take(positions * model.heads * headDim(model));
    this.dQkv = memory.take(positions * qkvWidth(model));
    this.mapped = memory.take(2 * blockRows * model.context);
  }

  /** Whether a layer takes its queries and keys from a reference row. */
  isShared(l: number): boolean {
    return (this.model.layers[l]?.referenceRow ?? -1) >= 0;
  }

  /** layer.x2 (n, d) += the mixed values, projected back. @param references the reference rows' stream, already here */
  forward(
    l: number,
    stream: Stream,
    references: Stream | null,
    rows: number,
    T: number,
    changes: Changes,
  ): void {
    const { kernels: k, model, products } = this;
    const plan = changes.attention.get(l) ?? (model.layers[l] as AttentionPlan);
    const layer = stream.layers[l] as LayerBuffers;
    const { dModel: d } = model;
    const [qk, width] = [qkWidth(model), qkvWidth(model)];
    const n = rows * T;
    if (plan.referenceRow >= 0) {
      if (stream === references) {
        // One row's queries and keys serve all: they lie where the first row has its own.
        this.project(plan, layer.n1 + 4 * plan.referenceRow * T * d, T, layer.qkv, 0, qk);
        this.heads.prepare(plan, layer, T, T);
      }
      this.project(plan, layer.n1, n, layer.qkv, qk, width - qk);
    } else if (plan.isStatic) {
      const gain = products.value(`layers.${l}.norm1.gain`);
      k.rmsNorm(stream.input, gain, layer.staticNormed, layer.staticInverse, n, d, model.rmsEps);
      this.project(plan, layer.staticNormed, n, layer.qkv, 0, qk);
      this.project(plan, layer.n1, n, layer.qkv, qk, width - qk);
      this.heads.prepare(plan, layer, n, T);
    } else {
      this.project(plan, layer.n1, n, layer.qkv, 0, width);
      this.heads.prepare(plan, layer, n, T);
    }
    const map = stream === references ? undefined : changes.maps.get(l);
    if (map) this.mixByMap(map, layer, rows, T);
    else {
      const of = this.sizeKernels(plan, l, layer, references, rows, T);
      k.attention(of.qkv, this.keysOf(of), layer.qkv + 4 * qk, layer.mixed, of.stat);
    }
    this.switchHeadsOff(plan, layer.mixed, n);
    products.times(`${plan.prefix}.o.weight`, layer.mixed, layer.x2, d, n, 1);
  }

  /**
   * Computes scores and weights of a layer for a row of a stream that has gone through it, block by block.
   * @param visit gets them, (m, T) each, for m queries from `top` of a head; views that the next block overwrites
   */
  forEachMapBlock(
    l: number,
    stream: Stream,
    row: number,
    references: Stream | null,
    T: number,
    visit: (head: number, top: number, scores: Float32Array, weights: Float32Array) => void,
  ): void {
    const { kernels, memory } = this;
    const plan = this.model.layers[l] as AttentionPlan;
    const of = this.sizeKernels(plan, l, stream.layers[l] as LayerBuffers, references, 1, T);
    // One map serves all rows where q and k are a reference row's.
    const from = this.isShared(l) ? 0 : 4 * row * T * qkvWidth(this.model);
    const [q, k] = [of.qkv + from, this.keysOf(of) + from];
    for (let head = 0; head < this.model.heads; head++) {
      kernels.packMapKeys(q, k, head);
      for (let top = 0; top < T; top += blockRows) {
        const m = Math.min(blockRows, T - top);
        const weights = this.mapped + 4 * m * T;
        kernels.mapBlock(q, head, top, m, this.mapped, weights, of.stat);
        visit(head, top, memory.floats(this.mapped, m * T), memory.floats(weights, m * T));
      }
    }
  }

  /**
   * back.dNormed = the gradient of the mixer's input, from back.dx; that of a static embedding is added to back.dStatic.
   * @param gathered where the gradient of a reference's q and k is gathered, (T, qkWidth): rows of the batch add to it, and
   * the reference's own rows take it from there
   */
  backward(
    l: number,
    stream: Stream,
    references: Stream | null,
    rows: number,
    T: number,
    back: BackBuffers,
    gradients: Pointer,
    gathered: Pointer,
  ): void {
    const { kernels: k, model, products, dMixed, dQkv } = this;
    const plan = this.model.layers[l] as AttentionPlan;
    const layer = stream.layers[l] as LayerBuffers;
    const { dModel: d, heads } = model;
    const [qk, width] = [qkWidth(model), qkvWidth(model)];
    const n = rows * T;
    const isShared = plan.referenceRow >= 0;
    products.addWeightGradient(`${plan.prefix}.o.weight`, layer.mixed, back.dx, d, gradients, n);
    products.timesTransposed(`${plan.prefix}.o.weight`, back.dx, d, dMixed, n, 0);
    this.switchHeadsOff(plan, dMixed, n);
    k.clear(dQkv, n * width);
    if (isShared) k.copyRows(gathered, qk, dQkv, width, T, qk);
    const of = this.sizeKernels(plan, l, layer, references, rows, T);
    const dk = dQkv + 4 * heads * headDim(model);
    const dv = dQkv + 4 * qk;
    k.attentionBack(of.qkv, this.keysOf(of), layer.qkv + 4 * qk, layer.mixed, dMixed, of.stat, dQkv, dk, dv);
    if (isShared) {
      this.projectBack(plan, layer.n1, qk, width - qk, gradients, back.dNormed, n, 0);
      if (stream === references) {
        this.heads.prepareBack(plan, layer, dQkv, gradients, T, T);
        const row = 4 * plan.referenceRow * T * d;
        this.projectBack(plan, layer.n1 + row, 0, qk, gradients, back.dNormed + row, T, 1);
      } else k.copyRows(dQkv, width, gathered, qk, T, qk);
      return;
    }
    this.heads.prepareBack(plan, layer, dQkv, gradients, n, T);
    if (!plan.isStatic) {
      this.projectBack(plan, layer.n1, 0, width, gradients, back.dNormed, n, 0);
      return;
    }
    this.projectBack(plan, layer.staticNormed, 0, qk, gradients, back.dNormed, n, 0);
    const gain = `layers.${l}.norm1.gain`;
    const dGain = products.in(gradients, gain);
    k.rmsNormBack(
      stream.input,
      products.value(gain),
      layer.staticInverse,
      back.dNormed,
      back.dStatic,
      dGain,
      n,
      d,
    );
    this.projectBack(plan, layer.n1, qk, width - qk, gradients, back.dNormed, n, 0);
  }

  /** Some columns of the joined projection of q, k and v, with their bias. */
  private project(
    { prefix }: AttentionPlan,
    x: Pointer,
    n: number,
    qkv: Pointer,
    from: number,
    columns: number,
  ): void {
    const width = qkvWidth(this.model);
    const out = qkv + 4 * from;
    this.products.times(`${prefix}.qkv.weight`, x, out, width, n, 0, from, columns);
    if (this.model.qkvBias)
      this.kernels.addToRows(out, width, this.products.value(`${prefix}.qkv.bias`) + 4 * from, n, columns);
  }

  private projectBack(
    { prefix }: AttentionPlan,
    x: Pointer,
    from: number,
    columns: number,
    gradients: Pointer,
    dx: Pointer,
    n: number,
    add: 0 | 1,
  ): void {
    const { products } = this;
    const width = qkvWidth(this.model);
    const dy = this.dQkv + 4 * from;
    products.addWeightGradient(`${prefix}.qkv.weight`, x, dy, width, gradients, n, from, columns);
    if (this.model.qkvBias)
      this.kernels.addSumOfRows(
        dy,
        width,
        products.in(gradients, `${prefix}.qkv.bias`) + 4 * from,
        n,
        columns,
      );
    products.timesTransposed(`${prefix}.qkv.weight`, dy, width, dx, n, add, from, columns);
  }

  /** Sets the attention kernels to a layer's sizes. @returns the buffers that hold its queries and keys */
  private sizeKernels(
    plan: AttentionPlan,
    l: number,
    layer: LayerBuffers,
    references: Stream | null,
    rows: number,
    T: number,
  ): LayerBuffers {
    const { heads, kvHeads } = this.model;
    const isShared = plan.referenceRow >= 0;
    const stride = qkvWidth(this.model);
    this.kernels.attentionSizes(
      plan.form,
      rows,
      isShared ? 1 : rows,
      T,
      heads,
      kvHeads,
      headDim(this.model),
      Math.min(plan.window, T),
      stride,
      stride,
      stride,
      this.scratch,
    );
    return isShared ? ((references as Stream).layers[l] as LayerBuffers) : layer;
  }

  private mixByMap(map: Float32Array, layer: LayerBuffers, rows: number, T: number): void {
    const { memory, model } = this;
    const { heads, kvHeads } = model;
    const [qk, stride] = [qkWidth(model), qkvWidth(model)];
    const values = memory.floats(layer.qkv, rows * T * stride).subarray(qk);
    const out = memory.floats(layer.mixed, rows * T * heads * headDim(model));
    mixByMap(map, { values, stride, out, rows, T, heads, kvHeads, headDim: headDim(model) });
  }

  private keysOf({ qkv }: LayerBuffers): Pointer {
    return qkv + 4 * this.model.heads * headDim(this.model);
  }

  private switchHeadsOff({ headsOff }: AttentionPlan, mixed: Pointer, n: number): void {
    const dh = headDim(this.model);
    for (const head of headsOff)
      this.kernels.clearColumns(mixed + 4 * head * dh, this.model.heads * dh, n, dh);
  }
}
