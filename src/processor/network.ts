/**
 * The transformer's layers on the processor (docs/spec.md "Backbone", paper §4.2), there and back, as calls of kernels. The
 * reference rows (§3.3) are a stream of their own: no row of the batch changes them, so that they go through the layers
 * once a step, however the batch is cut.
 */
import { headDim } from '../attention/dims';
import { type Layer, mixingOf, referenceKinds } from '../attention/layers';
import { gatedMlpHidden } from '../attention/parameters';
import { sources } from '../attention/sources';
import { headsOffIn, type ModelConfig } from '../model/config';
import { formCode } from './forms';
import type { Kernels } from './kernels';
import type { Memory, Pointer } from './memory';
import { type ParameterLayout, parameterLayout, type Slot } from './parameters';
import { createStream, type LayerBuffers, qkvWidth, type Stream } from './stream';

/** Where a layer's attention reads queries and keys, and has its number a query. */
interface QueryKeys {
  q: Pointer;
  k: Pointer;
  stat: Pointer;
}

interface LayerPlan {
  index: number;
  mixing: ReturnType<typeof mixingOf>;
  form: number;
  /** Row of the reference stream that q and k come from; −1 where they come from the rows themselves. */
  referenceRow: number;
  headsOff: number[];
}

export class Network {
  readonly layout: ParameterLayout;
  readonly values: Pointer;
  /** The batch's rows, and the reference rows where the stack has any. */
  readonly batch: Stream;
  readonly references: Stream | null;
  readonly kinds: ReturnType<typeof referenceKinds>;
  /** Floats of gradients: the parameters', then of each layer with a reference those of its q and k, (T, qk width). */
  readonly gradientSize: number;
  private readonly plans: LayerPlan[];
  private readonly referenceGradients: number[];
  private readonly cosines: Pointer;
  private readonly sines: Pointer;
  private readonly scratch: Pointer;
  private readonly attentionScratch: Pointer;
  /** Gradients of a position on the way back, for as many rows as the larger stream has. */
  private readonly back: Record<
    'dx' | 'dNormed' | 'dMixed' | 'dQkv' | 'dStatic' | 'dGateUp' | 'dHidden',
    Pointer
  >;

  constructor(
    readonly config: ModelConfig,
    private readonly kernels: Kernels,
    private readonly memory: Memory,
    rows: number,
  ) {
    this.layout = parameterLayout(config);
    this.kinds = referenceKinds(config.layers);
    this.plans = config.layers.map((layer, index) => planOf(config, layer, index, this.kinds));
    this.values = memory.take(this.layout.size);
    this.batch = createStream(memory, config, rows);
    this.references = this.kinds.length > 0 ? createStream(memory, config, this.kinds.length) : null;
    this.scratch = memory.take(kernels.matmulScratch());
    this.attentionScratch = memory.take(kernels.attentionScratch(config.context, headDim(config)));
    this.cosines = memory.take((config.context * headDim(config)) / 2);
    this.sines = memory.take((config.context * headDim(config)) / 2);
    this.writeRotations();
    let end = this.layout.size;
    this.referenceGradients = this.plans.map(({ referenceRow }) => {
      const at = end;
      if (referenceRow >= 0) end += config.context * this.qkWidth;
      return at;
    });
    this.gradientSize = Math.ceil(end / 4) * 4;
    const n = Math.max(rows, this.kinds.length) * config.context;
    const { dModel: d, ffn, heads } = config;
    const m = gatedMlpHidden(config);
    this.back = {
      dx: memory.take(n * d),
      dNormed: memory.take(n * d),
      dMixed: memory.take(n * heads * headDim(config)),
      dQkv: memory.take(n * qkvWidth(config)),
      dStatic: memory.take(n * d),
      dGateUp: memory.take(2 * n * Math.max(ffn, m)),
      dHidden: memory.take(n * Math.max(ffn, m)),
    };
  }

  private get qkWidth(): number {
    const { heads, kvHeads } = this.config;
    return (heads + kvHeads) * headDim(this.config);
  }

  private writeRotations(): void {
    const { context, ropeTheta } = this.config;
    const half = headDim(this.config) / 2;
    const cosines = this.memory.floats(this.cosines, context * half);
    const sines = this.memory.floats(this.sines, context * half);
    for (let t = 0; t < context; t++) {
      for (let c = 0; c < half; c++) {
        const angle = t * ropeTheta ** (-c / half);
        cosines[t * half + c] = Math.cos(angle);
        sines[t * half + c] = Math.sin(angle);
      }
    }
  }

  /** Where a parameter, or matrices side by side, lie in a block. */
  slot(name: string): Slot {
    const found = this.layout.joined.get(name) ?? this.layout.slots.get(name);
    if (!found) throw new Error(`The model has no parameter "${name}".`);
    return found;
  }

  private in(block: Pointer, name: string): Pointer {
    return block + 4 * this.slot(name).offset;
  }

  /** A stream's layers, whose first input is in place. @param skip layers left out whole */
  forward(stream: Stream, rows: number, T: number, skip?: ReadonlySet<number>): void {
    let x = (stream.layers[0] as LayerBuffers).x;
    this.plans.forEach((plan, l) => {
      if (skip?.has(l)) return;
      const layer = stream.layers[l] as LayerBuffers;
      if (x !== layer.x) this.kernels.copy(layer.x, x, rows * T * this.config.dModel);
      const next = stream.layers[l + 1]?.x ?? stream.output;
      this.layerForward(stream, plan, layer, next, rows, T);
      x = next;
    });
    if (x !== stream.output) this.kernels.copy(stream.output, x, rows * T * this.config.dModel);
  }

  private layerForward(
    stream: Stream,
    plan: LayerPlan,
    layer: LayerBuffers,
    next: Pointer,
    rows: number,
    T: number,
  ): void {
    const { kernels: k, config } = this;
    const { dModel: d, rmsEps, ffn } = config;
    const n = rows * T;
    const p = (name: string) => this.in(this.values, `layers.${plan.index}.${name}`);
    k.rmsNorm(layer.x, p('norm1.gain'), layer.n1, layer.inverse1, n, d, rmsEps);
    k.copy(layer.x2, layer.x, n * d);
    if (plan.mixing) this.mix(stream, plan, layer, rows, T);
    else
      this.swiGLU(
        layer.n1,
        `layers.${plan.index}.mixer`,
        gatedMlpHidden(config),
        layer.mlpGateUp,
        layer.mlpHidden,
        layer.x2,
        n,
      );
    k.rmsNorm(layer.x2, p('norm2.gain'), layer.n2, layer.inverse2, n, d, rmsEps);
    k.copy(next, layer.x2, n * d);
    this.swiGLU(layer.n2, `layers.${plan.index}.ffn`, ffn, layer.gateUp, layer.hidden, next, n);
  }

  /** out += SwiGLU(x), (n, d). */
  private swiGLU(
    x: Pointer,
    prefix: string,
    hidden: number,
    gateUp: Pointer,
    product: Pointer,
    out: Pointer,
    n: number,
  ): void {
    const { dModel: d } = this.config;
    this.times(x, d, this.values, `${prefix}.gateUp.weight`, gateUp, 2 * hidden, n, 0);
    this.kernels.swiGLU(gateUp, product, n, hidden);
    this.times(product, hidden, this.values, `${prefix}.down.weight`, out, d, n, 1);
  }

  private mix(stream: Stream, plan: LayerPlan, layer: LayerBuffers, rows: number, T: number): void {
    const { kernels: k, config } = this;
    const { dModel: d, heads } = config;
    const width = qkvWidth(config);
    const qk = this.qkWidth;
    const n = rows * T;
    const prefix = `layers.${plan.index}.mixer`;
    const project = (x: Pointer, count: number, to: Pointer, from: number, columns: number) => {
      const { offset, stride } = this.slot(`${prefix}.qkv.weight`);
      k.matmul(
        x,
        d,
        1,
        this.values + 4 * (offset + from),
        stride,
        1,
        to + 4 * from,
        width,
        count,
        columns,
        d,
        0,
        this.scratch,
      );
      if (config.qkvBias)
        k.addToRows(
          to + 4 * from,
          width,
          this.in(this.values, `${prefix}.qkv.bias`) + 4 * from,
          count,
          columns,
        );
    };
    if (plan.referenceRow >= 0) {
      if (stream === this.references) {
        // One row's queries and keys serve all: they lie where the first row has its own.
        project(layer.n1 + 4 * plan.referenceRow * T * d, T, layer.qkv, 0, qk);
        this.prepareHeads(plan, layer, layer.qkv, T, T);
      }
      project(layer.n1, n, layer.qkv, qk, width - qk);
    } else if (plan.mixing?.source === 'static') {
      const e = (stream.layers[0] as LayerBuffers).x;
      const gain = this.in(this.values, `layers.${plan.index}.norm1.gain`);
      k.rmsNorm(e, gain, layer.staticNormed, layer.staticInverse, n, d, config.rmsEps);
      project(layer.staticNormed, n, layer.qkv, 0, qk);
      project(layer.n1, n, layer.qkv, qk, width - qk);
      this.prepareHeads(plan, layer, layer.qkv, n, T);
    } else {
      project(layer.n1, n, layer.qkv, 0, width);
      this.prepareHeads(plan, layer, layer.qkv, n, T);
    }
    const { q, k: keys, stat } = this.sizeAttention(plan, layer, rows, T);
    k.attention(q, keys, layer.qkv + 4 * qk, layer.mixed, stat);
    this.switchOff(plan, layer.mixed, n);
    this.times(layer.mixed, heads * headDim(config), this.values, `${prefix}.o.weight`, layer.x2, d, n, 1);
  }

  /** Where a layer's queries and keys lie for a stream, with the attention kernels set to its sizes. */
  private sizeAttention(
    stream: Stream,
    plan: LayerPlan,
    layer: LayerBuffers,
    rows: number,
    T: number,
  ): QueryKeys {
    const { config } = this;
    const { heads, kvHeads } = config;
    const dh = headDim(config);
    const shared = plan.referenceRow >= 0;
    const of = shared ? ((this.references as Stream).layers[plan.index] as LayerBuffers) : layer;
    const stride = qkvWidth(config);
    const mapRows = shared ? 1 : rows;
    const keysSeen = Math.min(plan.mixing?.mask.width ?? T, T);
    this.kernels.attentionSizes(
      plan.form,
      rows,
      mapRows,
      T,
      heads,
      kvHeads,
      dh,
      keysSeen,
      stride,
      stride,
      stride,
      this.attentionScratch,
    );
    return { q: of.qkv, k: of.qkv + 4 * heads * dh, stride, mapRows, stat: of.stat };
  }

  /** QK-norm, and RoPE or the form's features, on q and k of `count` positions. */
  private prepareHeads(plan: LayerPlan, layer: LayerBuffers, qkv: Pointer, count: number, T: number): void {
    const { kernels: k, config } = this;
    const { heads, kvHeads, rmsEps } = config;
    const dh = headDim(config);
    const stride = qkvWidth(config);
    const qWidth = heads * dh;
    if (config.qkNorm) {
      const norm = (x: Pointer, of: number, gain: string, before: number) =>
        k.normHeads(
          x,
          stride,
          count,
          of,
          dh,
          this.in(this.values, `layers.${plan.index}.mixer.${gain}`),
          layer.beforeNorm + 4 * before * dh * count,
          layer.headInverse + 4 * before * count,
          rmsEps,
        );
      norm(qkv, heads, 'qNorm.gain', 0);
      norm(qkv + 4 * qWidth, kvHeads, 'kNorm.gain', heads);
    }
    if (plan.mixing?.form.rope)
      k.rotateHeads(qkv, stride, count, T, heads + kvHeads, dh, this.cosines, this.sines, 1);
    if (plan.mixing?.form.id === 'linear') k.features(qkv, stride, count, (heads + kvHeads) * dh);
  }

  private prepareHeadsBack(
    plan: LayerPlan,
    layer: LayerBuffers,
    dQkv: Pointer,
    gradients: Pointer,
    count: number,
    T: number,
  ): void {
    const { kernels: k, config } = this;
    const { heads, kvHeads } = config;
    const dh = headDim(config);
    const stride = qkvWidth(config);
    const qWidth = heads * dh;
    if (plan.mixing?.form.id === 'linear')
      k.featuresBack(dQkv, layer.qkv, stride, count, (heads + kvHeads) * dh);
    if (plan.mixing?.form.rope)
      k.rotateHeads(dQkv, stride, count, T, heads + kvHeads, dh, this.cosines, this.sines, -1);
    if (config.qkNorm) {
      const norm = (x: Pointer, of: number, gain: string, before: number) => {
        const name = `layers.${plan.index}.mixer.${gain}`;
        k.normHeadsBack(
          x,
          stride,
          count,
          of,
          dh,
          this.in(this.values, name),
          layer.beforeNorm + 4 * before * dh * count,
          layer.headInverse + 4 * before * count,
          this.in(gradients, name),
        );
      };
      norm(dQkv, heads, 'qNorm.gain', 0);
      norm(dQkv + 4 * qWidth, kvHeads, 'kNorm.gain', heads);
    }
  }

  private switchOff({ headsOff }: LayerPlan, mixed: Pointer, n: number): void {
    const dh = headDim(this.config);
    for (const head of headsOff)
      this.kernels.clearColumns(mixed + 4 * head * dh, this.config.heads * dh, n, dh);
  }

  /**
   * The way back through a stream's layers: dx, (n, d), the gradient of its output, becomes that of its first input.
   * Adds to gradients; those of a reference's q and k are gathered there until the reference stream's own way back.
   * @returns the gradient of the first input, in place of that of the output
   */
  backward(stream: Stream, rows: number, T: number, gradients: Pointer): Pointer {
    const { dx, dStatic } = this.back;
    const n = rows * T;
    const { dModel: d } = this.config;
    const isStatic = this.plans.some(({ mixing }) => mixing?.source === 'static');
    if (isStatic) this.kernels.clear(dStatic, n * d);
    for (let l = this.plans.length - 1; l >= 0; l--)
      this.layerBackward(
        stream,
        this.plans[l] as LayerPlan,
        stream.layers[l] as LayerBuffers,
        gradients,
        rows,
        T,
      );
    if (isStatic) this.kernels.addInto(dx, dStatic, n * d);
    return dx;
  }

  /** The gradient that `backward` starts from. */
  get outputGradient(): Pointer {
    return this.back.dx;
  }

  private layerBackward(
    stream: Stream,
    plan: LayerPlan,
    layer: LayerBuffers,
    gradients: Pointer,
    rows: number,
    T: number,
  ): void {
    const { kernels: k, config, back } = this;
    const { dModel: d, ffn } = config;
    const n = rows * T;
    const prefix = `layers.${plan.index}`;
    const norm = (x: Pointer, gain: string, inverse: Pointer) =>
      k.rmsNormBack(
        x,
        this.in(this.values, gain),
        inverse,
        back.dNormed,
        back.dx,
        this.in(gradients, gain),
        n,
        d,
      );
    this.swiGLUBack(layer.n2, `${prefix}.ffn`, ffn, layer.gateUp, layer.hidden, gradients, n);
    norm(layer.x2, `${prefix}.norm2.gain`, layer.inverse2);
    if (plan.mixing) this.mixBack(stream, plan, layer, gradients, rows, T);
    else
      this.swiGLUBack(
        layer.n1,
        `${prefix}.mixer`,
        gatedMlpHidden(config),
        layer.mlpGateUp,
        layer.mlpHidden,
        gradients,
        n,
      );
    norm(layer.x, `${prefix}.norm1.gain`, layer.inverse1);
  }

  /** From dx, the gradient of the sum, to dNormed, that of the SwiGLU's input. */
  private swiGLUBack(
    x: Pointer,
    prefix: string,
    hidden: number,
    gateUp: Pointer,
    product: Pointer,
    gradients: Pointer,
    n: number,
  ): void {
    const { dModel: d } = this.config;
    const { dx, dNormed, dGateUp, dHidden } = this.back;
    this.weightGradient(product, hidden, dx, d, gradients, `${prefix}.down.weight`, n);
    this.timesTransposed(dx, d, `${prefix}.down.weight`, dHidden, hidden, n, 0);
    this.kernels.swiGLUBack(gateUp, dHidden, dGateUp, n, hidden);
    this.weightGradient(x, d, dGateUp, 2 * hidden, gradients, `${prefix}.gateUp.weight`, n);
    this.timesTransposed(dGateUp, 2 * hidden, `${prefix}.gateUp.weight`, dNormed, d, n, 0);
  }

  /** From dx to dNormed, the gradient of the mixer's input; that of a static embedding goes to dStatic. */
  private mixBack(
    stream: Stream,
    plan: LayerPlan,
    layer: LayerBuffers,
    gradients: Pointer,
    rows: number,
    T: number,
  ): void {
    const { kernels: k, config, back } = this;
    const { dModel: d, heads } = config;
    const { dx, dNormed, dMixed, dQkv, dStatic } = back;
    const n = rows * T;
    const width = qkvWidth(config);
    const qk = this.qkWidth;
    const mixedWidth = heads * headDim(config);
    const prefix = `layers.${plan.index}.mixer`;
    this.weightGradient(layer.mixed, mixedWidth, dx, d, gradients, `${prefix}.o.weight`, n);
    this.timesTransposed(dx, d, `${prefix}.o.weight`, dMixed, mixedWidth, n, 0);
    this.switchOff(plan, dMixed, n);
    k.clear(dQkv, n * width);
    const { q, k: keys, stat } = this.sizeAttention(plan, layer, rows, T);
    const v = layer.qkv + 4 * qk;
    const dv = dQkv + 4 * qk;
    const shared = plan.referenceRow >= 0;
    // Rows of the batch gather the reference's gradient; the reference's own rows go on from what was gathered.
    const gathered = gradients + 4 * (this.referenceGradients[plan.index] as number);
    if (shared) this.moveColumns(gathered, this.qkWidth, dQkv, width, T);
    k.attentionBack(q, keys, v, layer.mixed, dMixed, stat, dQkv, dQkv + 4 * mixedWidth, dv);
    if (shared && stream !== this.references) {
      this.moveColumns(dQkv, width, gathered, this.qkWidth, T);
      this.projectBack(prefix, layer.n1, dQkv, qk, width - qk, gradients, dNormed, n, 0);
    } else if (shared) {
      this.projectBack(prefix, layer.n1, dQkv, qk, width - qk, gradients, dNormed, n, 0);
      this.prepareHeadsBack(plan, layer, dQkv, gradients, T, T);
      const row = 4 * plan.referenceRow * T * d;
      this.projectBack(prefix, layer.n1 + row, dQkv, 0, qk, gradients, dNormed + row, T, 1);
    } else if (plan.mixing?.source === 'static') {
      this.prepareHeadsBack(plan, layer, dQkv, gradients, n, T);
      this.projectBack(prefix, layer.staticNormed, dQkv, 0, qk, gradients, dNormed, n, 0);
      const gain = `layers.${plan.index}.norm1.gain`;
      const e = (stream.layers[0] as LayerBuffers).x;
      k.rmsNormBack(
        e,
        this.in(this.values, gain),
        layer.staticInverse,
        dNormed,
        dStatic,
        this.in(gradients, gain),
        n,
        d,
      );
      this.projectBack(prefix, layer.n1, dQkv, qk, width - qk, gradients, dNormed, n, 0);
    } else {
      this.prepareHeadsBack(plan, layer, dQkv, gradients, n, T);
      this.projectBack(prefix, layer.n1, dQkv, 0, width, gradients, dNormed, n, 0);
    }
  }

  /** Copies the first columns of T rows between buffers of two widths. */
  private moveColumns(from: Pointer, fromStride: number, to: Pointer, toStride: number, T: number): void {
    for (let t = 0; t < T; t++)
      this.kernels.copy(to + 4 * t * toStride, from + 4 * t * fromStride, this.qkWidth);
  }

  /** Gradients of some columns of the joined projection: weight, bias, and the input's in dInput. */
  private projectBack(
    prefix: string,
    x: Pointer,
    dQkv: Pointer,
    from: number,
    columns: number,
    gradients: Pointer,
    dInput: Pointer,
    count: number,
    add: 0 | 1,
  ): void {
    const { kernels: k, config } = this;
    const { dModel: d } = config;
    const width = qkvWidth(config);
    const { offset, stride } = this.slot(`${prefix}.qkv.weight`);
    const dy = dQkv + 4 * from;
    k.matmul(
      x,
      d,
      0,
      dy,
      width,
      1,
      gradients + 4 * (offset + from),
      stride,
      d,
      columns,
      count,
      1,
      this.scratch,
    );
    if (config.qkvBias)
      k.addSumOfRows(dy, width, this.in(gradients, `${prefix}.qkv.bias`) + 4 * from, count, columns);
    k.matmul(
      dy,
      width,
      1,
      this.values + 4 * (offset + from),
      stride,
      0,
      dInput,
      d,
      count,
      d,
      columns,
      add,
      this.scratch,
    );
  }

  /** out (n, columns) = or += x (n, rows) · W. */
  private times(
    x: Pointer,
    width: number,
    block: Pointer,
    name: string,
    out: Pointer,
    columns: number,
    n: number,
    add: 0 | 1,
  ): void {
    const { offset, stride } = this.slot(name);
    this.kernels.matmul(
      x,
      width,
      1,
      block + 4 * offset,
      stride,
      1,
      out,
      columns,
      n,
      columns,
      width,
      add,
      this.scratch,
    );
  }

  /** out (n, rows) = or += dy (n, columns) · Wᵀ. */
  private timesTransposed(
    dy: Pointer,
    columns: number,
    name: string,
    out: Pointer,
    rows: number,
    n: number,
    add: 0 | 1,
  ): void {
    const { offset, stride } = this.slot(name);
    this.kernels.matmul(
      dy,
      columns,
      1,
      this.values + 4 * offset,
      stride,
      0,
      out,
      rows,
      n,
      rows,
      columns,
      add,
      this.scratch,
    );
  }

  /** dW += xᵀ (rows, n) · dy (n, columns). */
  private weightGradient(
    x: Pointer,
    rows: number,
    dy: Pointer,
    columns: number,
    gradients: Pointer,
    name: string,
    n: number,
  ): void {
    const { offset, stride } = this.slot(name);
    this.kernels.matmul(
      x,
      rows,
      0,
      dy,
      columns,
      1,
      gradients + 4 * offset,
      stride,
      rows,
      columns,
      n,
      1,
      this.scratch,
    );
  }

  /** out (n, V) = x (n, d) · Eᵀ. */
  unembed(x: Pointer, out: Pointer, n: number): void {
    const { vocab, dModel: d } = this.config;
    this.kernels.matmul(
      x,
      d,
      1,
      this.values + 4 * this.slot(this.unembedding).offset,
      d,
      0,
      out,
      vocab,
      n,
      vocab,
      d,
      0,
      this.scratch,
    );
  }

  /** From dLogits, (n, V), to dx, (n, d), and the unembedding's gradient. */
  unembedBack(x: Pointer, dLogits: Pointer, dx: Pointer, gradients: Pointer, n: number): void {
    const { vocab, dModel: d } = this.config;
    const { offset } = this.slot(this.unembedding);
    const k = this.kernels;
    k.matmul(dLogits, vocab, 0, x, d, 1, gradients + 4 * offset, d, vocab, d, n, 1, this.scratch);
    k.matmul(dLogits, vocab, 1, this.values + 4 * offset, d, 1, dx, d, n, d, vocab, 0, this.scratch);
  }

  private get unembedding(): string {
    return this.config.tieEmbeddings ? 'embed.weight' : 'head.weight';
  }
}

function planOf(config: ModelConfig, layer: Layer, index: number, kinds: Network['kinds']): LayerPlan {
  const mixing = mixingOf(layer);
  const reference = mixing && sources[mixing.source].reference;
  return {
    index,
    mixing,
    form: mixing ? formCode(mixing.form.id) : 0,
    referenceRow: reference ? kinds.indexOf(reference) : -1,
    headsOff: headsOffIn(config, index),
  };
}
