/** Rows of tokens on their way from ids to logits and back, and the reference rows beside them. */
import type { ModelValues } from '../model/values';
import { type Changes, changesForRows } from './changes';
import type { Kernels } from './kernels';
import type { Memory, Pointer } from './memory';
import { Network } from './network';
import type { ModelPlan } from './plan';

/** What reference rows are made of. */
export type FixedInputs = Pick<ModelValues, 'randomEmbedding' | 'fixedSequence'>;

export class Passes {
  readonly network: Network;
  /** Of the rows of the last pass, (n, V). */
  readonly logits: Pointer;
  private readonly ids: Pointer;
  private readonly normed: Pointer;
  private readonly normInverse: Pointer;

  /** @param rows most rows that go through at once */
  constructor(
    readonly plan: ModelPlan,
    private readonly fixed: FixedInputs,
    private readonly rows: number,
    private readonly kernels: Kernels,
    readonly memory: Memory,
  ) {
    const { context, vocab, dModel } = plan;
    const n = rows * context;
    this.network = new Network(plan, kernels, memory, rows);
    this.ids = memory.take(n);
    this.logits = memory.take(n * vocab);
    this.normed = memory.take(n * dModel);
    this.normInverse = memory.take(n);
  }

  /** Takes any number of rows through the layers, as many at a time as there is room for. */
  forEachPart(
    inputs: Int32Array,
    rows: number,
    changes: Changes,
    visit: (from: number, logits: Float32Array, rows: number) => void,
  ): void {
    const T = this.lengthOf(inputs, rows);
    this.forwardReferences(T, changes);
    for (let from = 0; from < rows; from += this.rows) {
      const some = Math.min(this.rows, rows - from);
      const own = changesForRows(changes, this.plan, T, from, some);
      visit(from, this.forwardRows(inputs.subarray(from * T, (from + some) * T), some, T, own), some);
    }
  }

  /** T, tokens of each row. @throws Error where they do not fit the context */
  lengthOf(inputs: Int32Array, rows: number): number {
    const T = inputs.length / rows;
    const { context } = this.plan;
    if (T > context) throw new Error(`${T} tokens do not fit a context of ${context}.`);
    return T;
  }

  /** Logits of at most as many rows as there is room for, (rows · T, V); a view that the next pass overwrites. */
  forwardRows(ids: Int32Array, rows: number, T: number, changes: Changes): Float32Array {
    const { kernels: k, memory } = this;
    const { batch, products } = this.network;
    const { dModel: d, rmsEps } = this.plan;
    const n = rows * T;
    memory.ints(this.ids, n).set(ids);
    k.embed(products.value('embed.weight'), this.ids, batch.input, n, d);
    this.network.forward(batch, rows, T, changes);
    k.rmsNorm(batch.output, products.value('norm.gain'), this.normed, this.normInverse, n, d, rmsEps);
    products.unembed(this.unembedding, this.normed, this.logits, n);
    return memory.floats(this.logits, n * this.plan.vocab);
  }

  private get unembedding(): string {
    return this.plan.tieEmbeddings ? 'embed.weight' : 'head.weight';
  }

  backwardRows(rows: number, T: number, gradients: Pointer): void {
    const { kernels: k, network } = this;
    const { batch, products, back } = network;
    const { dModel: d } = this.plan;
    const n = rows * T;
    products.unembedBack(this.unembedding, this.normed, this.logits, back.dNormed, gradients, n);
    k.clear(back.dx, n * d);
    network.normBack('norm.gain', batch.output, this.normInverse, gradients, n);
    network.backward(batch, rows, T, gradients);
    k.embedBack(products.in(gradients, 'embed.weight'), this.ids, back.dx, n, d);
  }

  /** Takes the reference rows through the layers, as every pass of rows needs them. */
  forwardReferences(T: number, changes: Changes): void {
    const { references } = this.network;
    if (!references) return;
    const { dModel: d } = this.plan;
    this.plan.references.forEach((kind, row) => {
      const x = references.input + 4 * row * T * d;
      if (kind === 'random') this.memory.floats(x, T * d).set(this.fixed.randomEmbedding.subarray(0, T * d));
      else {
        this.memory.ints(this.ids, T).set(this.fixed.fixedSequence.subarray(0, T));
        this.kernels.embed(this.network.products.value('embed.weight'), this.ids, x, T, d);
      }
    });
    this.network.forward(references, this.plan.references.length, T, changes);
  }

  backwardReferences(T: number, sum: Pointer): void {
    const { kernels: k, network, memory, fixed } = this;
    const { references, products, back } = network;
    const kinds = this.plan.references;
    if (!references) return;
    const { dModel: d } = this.plan;
    k.clear(back.dx, kinds.length * T * d);
    network.backward(references, kinds.length, T, sum);
    const row = kinds.indexOf('text');
    if (row < 0) return;
    memory.ints(this.ids, T).set(fixed.fixedSequence.subarray(0, T));
    k.embedBack(products.in(sum, 'embed.weight'), this.ids, back.dx + 4 * row * T * d, T, d);
  }
}
