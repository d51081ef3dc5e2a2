/**
 * A model on the processor: its parameters, gradients and moments in the memory of one instance of the kernels, all of which is
 * taken before the first step. A batch is cut into shards: see shards.ts.
 */
import type { Batch } from '../data/batches';
import type { BatchScore, LayerAttention, LayerMagnitudes, ModelState, StepResult } from '../engine/engine';
import type { ModelValues } from '../model/values';
import type { AdamWHyper } from '../ops/adamWSchedule';
import { createKernels, type Kernels, type SimdBuild } from './kernels';
import { Memory, type Pointer } from './memory';
import { Network } from './network';
import { readMoments, readSlot, writeMoments, writeSlot } from './parameters';
import type { ModelPlan } from './plan';
import { blocksFor, mostShards, shardRows, shardsOf, sumInTree } from './shards';
import type { Stream } from './stream';

export class ProcessorModel {
  private readonly network: Network;
  private readonly mostRows: number;
  /** Of gradients; the first has the sum. */
  private readonly blocks: readonly Pointer[];
  private readonly first: Pointer;
  private readonly second: Pointer;
  private readonly ids: Pointer;
  private readonly targets: Pointer;
  private readonly logitsAt: Pointer;
  private readonly normed: Pointer;
  private readonly normInverse: Pointer;

  /**
   * @param rows of a batch; batches of fewer go too
   * @param moments of a checkpoint; without them, all are 0
   * @throws Error where a value is missing, unknown or of the wrong size, or the memory does not suffice
   */
  static async create(
    plan: ModelPlan,
    values: ModelValues,
    rows: number,
    moments?: Float32Array,
    build?: SimdBuild,
  ): Promise<ProcessorModel> {
    const { kernels, memory } = await createKernels(build);
    const model = new ProcessorModel(plan, values, rows, kernels, new Memory(memory));
    model.network.writeTables();
    model.write(values.params, moments);
    return model;
  }

  /** Takes the memory, and writes nothing. */
  constructor(
    private readonly plan: ModelPlan,
    private readonly fixed: Pick<ModelValues, 'randomEmbedding' | 'fixedSequence'>,
    rows: number,
    private readonly kernels: Kernels,
    private readonly memory: Memory,
  ) {
    const { context, vocab, dModel } = plan;
    this.mostRows = shardRows(rows);
    this.network = new Network(plan, kernels, memory, this.mostRows);
    const { size } = this.network.layout;
    const n = this.mostRows * context;
    this.blocks = Array.from({ length: blocksFor(Math.min(rows, mostShards)) }, () =>
      memory.take(this.network.gradientSize),
    );
    this.first = memory.take(size);
    this.second = memory.take(size);
    this.ids = memory.take(n);
    this.targets = memory.take(n);
    this.logitsAt = memory.take(n * vocab);
    this.normed = memory.take(n * dModel);
    this.normInverse = memory.take(n);
  }

  private write(params: ReadonlyMap<string, Float32Array>, moments: Float32Array | undefined): void {
    const { layout, values } = this.network;
    const block = this.memory.floats(values, layout.size);
    for (const name of params.keys())
      if (!layout.slots.has(name)) throw new Error(`Unknown parameter "${name}".`);
    for (const [name, slot] of layout.slots) {
      const numbers = params.get(name);
      if (!numbers) throw new Error(`Parameter "${name}" is missing.`);
      writeSlot(block, slot, numbers);
    }
    if (moments) writeMoments(layout.slots, ...this.moments, moments);
  }

  private get moments(): [Float32Array, Float32Array] {
    const { size } = this.network.layout;
    return [this.memory.floats(this.first, size), this.memory.floats(this.second, size)];
  }

  /** Copies the whole state. */
  readState(): ModelState {
    const { randomEmbedding, fixedSequence } = this.fixed;
    return {
      values: { params: this.readBlock(this.network.values), randomEmbedding, fixedSequence },
      moments: readMoments(this.network.layout.slots, ...this.moments),
    };
  }

  /** Copies of every parameter's gradient of the last step, before clipping. */
  readGradients(): Map<string, Float32Array> {
    return this.readBlock(this.blocks[0] as Pointer);
  }

  private readBlock(from: Pointer): Map<string, Float32Array> {
    const { layout } = this.network;
    const block = this.memory.floats(from, layout.size);
    return new Map([...layout.slots].map(([name, slot]) => [name, readSlot(block, slot)]));
  }

  /** Bytes of the instance's memory that are taken. */
  get bytes(): number {
    return this.memory.bytes;
  }

  /** Logits of rows of T token ids each, (rows · T, V), on a copy. @param skip layers left out whole */
  logits(inputs: Int32Array, rows: number, skip: readonly number[]): Float32Array {
    const { vocab } = this.plan;
    const T = inputs.length / rows;
    const out = new Float32Array(inputs.length * vocab);
    this.forEachPart(inputs, rows, new Set(skip), (from, logits) => out.set(logits, from * T * vocab));
    return out;
  }

  /** Scores a batch without an update. @param countRight whether `right` is wanted, else it is 0 */
  score({ inputs, targets, rows }: Batch, countRight: boolean): BatchScore {
    const { kernels: k, memory } = this;
    const { vocab } = this.plan;
    const T = inputs.length / rows;
    const weight = weightOf(targets);
    let loss = 0;
    let right = 0;
    this.forEachPart(inputs, rows, none, (from, _logits, some) => {
      const n = some * T;
      memory.ints(this.targets, n).set(targets.subarray(from * T, from * T + n));
      if (countRight) right += k.rightAnswers(this.logitsAt, this.targets, n, vocab);
      loss += k.crossEntropy(this.logitsAt, this.targets, n, vocab, weight);
    });
    return { loss: loss * weight, right };
  }

  /** Takes any number of rows through the layers, as many at a time as there is room for. */
  private forEachPart(
    inputs: Int32Array,
    rows: number,
    skip: ReadonlySet<number>,
    visit: (from: number, logits: Float32Array, rows: number) => void,
  ): void {
    const T = this.lengthOf(inputs, rows);
    this.forwardReferences(T, skip);
    for (let from = 0; from < rows; from += this.mostRows) {
      const some = Math.min(this.mostRows, rows - from);
      visit(from, this.forwardRows(inputs.subarray(from * T, (from + some) * T), some, T, skip), some);
    }
  }

  /** T, tokens of each row. @throws Error where they do not fit the context */
  private lengthOf(inputs: Int32Array, rows: number): number {
    const T = inputs.length / rows;
    const { context } = this.plan;
    if (T > context) throw new Error(`${T} tokens do not fit a context of ${context}.`);
    return T;
  }

  /** Scores and map of each layer for one row of at most `context` tokens; null for a layer that mixes no tokens. */
  attention(ids: Int32Array): (LayerAttention | null)[] {
    const { heads } = this.plan;
    const T = ids.length;
    this.forEachPart(ids, 1, none, () => {});
    return this.plan.layers.map((attention, l) => {
      if (!attention) return null;
      const map = new Float32Array(heads * T * T);
      const scores = new Float32Array(heads * T * T);
      this.network.forEachMapBlock(l, this.network.batch, 0, T, (head, top, someScores, weights) => {
        scores.set(someScores, (head * T + top) * T);
        map.set(weights, (head * T + top) * T);
      });
      return { map, scores };
    });
  }

  /** The largest numbers of each layer in a forward pass of one row of at most `context` tokens and the reference rows. */
  magnitudes(ids: Int32Array): LayerMagnitudes[] {
    const { network, memory, plan } = this;
    const T = ids.length;
    this.forEachPart(ids, 1, none, () => {});
    const { batch, references } = network;
    const rows = plan.references.map((_, row) => ({ stream: references as Stream, row }));
    rows.push({ stream: batch, row: 0 });
    const floats = T * plan.dModel;
    return plan.layers.map((attention, l) => {
      let scores = 0;
      let output = 0;
      for (const { stream, row } of rows) {
        const at = network.outputOf(l, stream) + 4 * row * floats;
        output = Math.max(output, largestOf(memory.floats(at, floats)));
        if (attention)
          network.forEachMapBlock(l, stream, row, T, (_head, _top, some) => {
            scores = Math.max(scores, largestOf(some));
          });
      }
      return { scores: attention && scores, output };
    });
  }

  /** One update. @param schedule see adamWSchedule */
  step(batch: Batch, schedule: Float32Array, hyper: AdamWHyper): StepResult {
    const loss = this.gradients(batch);
    return { loss, gradNorm: this.update(schedule, hyper) };
  }

  /** Computes the gradients of a batch. @returns its mean loss */
  gradients(batch: Batch): number {
    const weight = weightOf(batch.targets);
    const loss = this.shardGradients(shardsOf(batch), weight);
    this.backwardReferences(batch.inputs.length / batch.rows);
    return loss * weight;
  }

  /**
   * Sums the gradients of shards in the first block, less what comes back through the reference rows.
   * @param weight 1 / number of due targets of the whole batch
   * @returns the sum of their losses
   */
  shardGradients(shards: readonly Batch[], weight: number): number {
    const { inputs, rows } = shards[0] as Batch;
    const T = this.lengthOf(inputs, rows);
    this.forwardReferences(T, none);
    return this.sumBlocks(shards.map((shard) => (block) => this.oneShard(shard, T, weight, block)));
  }

  /** Sums parts in the first block: see sumInTree. */
  private sumBlocks(parts: readonly ((block: number) => number)[]): number {
    const { kernels: k, blocks, network } = this;
    return sumInTree(parts, (into, other) =>
      k.addInto(blocks[into] as Pointer, blocks[other] as Pointer, network.gradientSize),
    );
  }

  private oneShard({ inputs, targets, rows }: Batch, T: number, weight: number, block: number): number {
    const { kernels: k, network } = this;
    const into = this.blocks[block] as Pointer;
    k.clear(into, network.gradientSize);
    this.forwardRows(inputs, rows, T, none);
    this.memory.ints(this.targets, rows * T).set(targets);
    const loss = k.crossEntropy(this.logitsAt, this.targets, rows * T, this.plan.vocab, weight);
    this.backwardRows(rows, T, into);
    return loss;
  }

  private update(
    schedule: Float32Array,
    { beta1, beta2, epsilon, weightDecay, clipNorm }: AdamWHyper,
  ): number {
    const { kernels: k, network } = this;
    const { decayed, size } = network.layout;
    const sum = this.blocks[0] as Pointer;
    const [rate, correct1, correct2] = schedule as unknown as [number, number, number];
    const norm = Math.sqrt(k.sumOfSquares(sum, size));
    const clip = norm > clipNorm ? clipNorm / (norm + 1e-6) : 1;
    const change = (from: number, to: number, decay: number) =>
      k.adamW(
        network.values + 4 * from,
        sum + 4 * from,
        this.first + 4 * from,
        this.second + 4 * from,
        to - from,
        clip,
        rate * correct1,
        correct2,
        1 - rate * decay,
        beta1,
        beta2,
        epsilon,
      );
    change(0, decayed, weightDecay);
    change(decayed, size, 0);
    return norm;
  }

  /** Logits of at most as many rows as there is room for, (rows · T, V); a view that the next pass overwrites. */
  private forwardRows(ids: Int32Array, rows: number, T: number, skip: ReadonlySet<number>): Float32Array {
    const { kernels: k, memory } = this;
    const { batch, products } = this.network;
    const { dModel: d, rmsEps } = this.plan;
    const n = rows * T;
    memory.ints(this.ids, n).set(ids);
    k.embed(products.value('embed.weight'), this.ids, batch.input, n, d);
    this.network.forward(batch, rows, T, skip);
    k.rmsNorm(batch.output, products.value('norm.gain'), this.normed, this.normInverse, n, d, rmsEps);
    products.unembed(this.unembedding, this.normed, this.logitsAt, n);
    return memory.floats(this.logitsAt, n * this.plan.vocab);
  }

  private get unembedding(): string {
    return this.plan.tieEmbeddings ? 'embed.weight' : 'head.weight';
  }

  private backwardRows(rows: number, T: number, gradients: Pointer): void {
    const { kernels: k, network } = this;
    const { batch, products, back } = network;
    const { dModel: d } = this.plan;
    const n = rows * T;
    products.unembedBack(this.unembedding, this.normed, this.logitsAt, back.dNormed, gradients, n);
    k.clear(back.dx, n * d);
    network.normBack('norm.gain', batch.output, this.normInverse, gradients, n);
    network.backward(batch, rows, T, gradients);
    k.embedBack(products.in(gradients, 'embed.weight'), this.ids, back.dx, n, d);
  }

  /** Takes the reference rows through the layers, as every pass of rows needs them. */
  private forwardReferences(T: number, skip: ReadonlySet<number>): void {
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
    this.network.forward(references, this.plan.references.length, T, skip);
  }

  private backwardReferences(T: number): void {
    const { kernels: k, network, memory, fixed } = this;
    const { references, products, back } = network;
    const kinds = this.plan.references;
    const sum = this.blocks[0] as Pointer;
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

const none: ReadonlySet<number> = new Set();

/** 1 / number of due targets. */
export function weightOf(targets: Int32Array): number {
  let due = 0;
  for (const target of targets) if (target >= 0) due++;
  return 1 / Math.max(due, 1);
}

/** Largest magnitude; Infinity where a number is not finite. */
function largestOf(numbers: Float32Array): number {
  let largest = 0;
  for (const number of numbers) {
    if (!Number.isFinite(number)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, Math.abs(number));
  }
  return largest;
}

/** Bytes that a model of this plan takes for batches of so many rows. */
export function plannedBytes(plan: ModelPlan, rows: number): number {
  const fixed = { randomEmbedding: new Float32Array(0), fixedSequence: new Int32Array(0) };
  // What is laid out calls no kernel.
  return new ProcessorModel(plan, fixed, rows, {} as Kernels, new Memory(null)).bytes;
}
