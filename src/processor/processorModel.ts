/**
 * A model on the processor: its parameters, gradients and moments in the memory of one instance of the kernels, all of which is
 * taken before the first step. A batch is cut into shards: see shards.ts.
 */
import type { Batch } from '../data/batches';
import type { BatchScore, LayerAttention, LayerMagnitudes, ModelState, StepResult } from '../engine/engine';
import type { ModelValues } from '../model/values';
import type { AdamWHyper } from '../ops/adamWSchedule';
import type { KernelInstance, Kernels } from './kernels';
import { Memory, type Pointer } from './memory';
import type { Network } from './network';
import { checkState, readMoments, readSlot, writeMoments, writeSlot } from './parameters';
import { type FixedInputs, Passes } from './passes';
import type { ModelPlan } from './plan';
import { blocksFor, mostShards, shardRows, shardsOf, sumInTree } from './shards';
import type { Stream } from './stream';

export class ProcessorModel {
  private readonly passes: Passes;
  private readonly network: Network;
  private readonly mostRows: number;
  /** Of gradients; the first has the sum. */
  private readonly blocks: readonly Pointer[];
  private readonly first: Pointer;
  private readonly second: Pointer;
  private readonly targets: Pointer;

  /**
   * Makes a model to train.
   * @param rows of a batch; batches of fewer go too @param moments of a checkpoint; without them, all are 0
   * @throws Error where a value is missing, unknown or of the wrong size, or the memory does not suffice
   */
  static create(
    { kernels, memory }: KernelInstance,
    plan: ModelPlan,
    values: ModelValues,
    rows: number,
    moments?: Float32Array,
  ): ProcessorModel {
    checkState(plan, values, moments);
    const shards = Math.min(rows, mostShards);
    const model = new ProcessorModel(plan, values, rows, shards, true, kernels, new Memory(memory));
    model.network.writeTables();
    model.write(values.params, moments);
    return model;
  }

  /**
   * Makes a model that computes gradients of some shards with parameters that it is given, and takes no step.
   * @param shards that it is given at once, at most
   */
  static createPart(
    { kernels, memory }: KernelInstance,
    plan: ModelPlan,
    fixed: FixedInputs,
    rows: number,
    shards: number,
  ): ProcessorModel {
    const model = new ProcessorModel(plan, fixed, rows, shards, false, kernels, new Memory(memory));
    model.network.writeTables();
    return model;
  }

  /** Takes the memory, and writes nothing. @param trains whether there are moments */
  private constructor(
    private readonly plan: ModelPlan,
    private readonly fixed: FixedInputs,
    rows: number,
    shards: number,
    trains: boolean,
    private readonly kernels: Kernels,
    private readonly memory: Memory,
  ) {
    this.mostRows = shardRows(rows);
    this.passes = new Passes(plan, fixed, this.mostRows, kernels, memory);
    this.network = this.passes.network;
    const { size } = this.network.layout;
    this.blocks = Array.from({ length: blocksFor(shards) }, () => memory.take(this.network.gradientSize));
    this.first = trains ? memory.take(size) : 0;
    this.second = trains ? memory.take(size) : 0;
    this.targets = memory.take(this.mostRows * plan.context);
  }

  /** Bytes that a model to train takes for batches of so many rows. */
  static plannedBytes(plan: ModelPlan, rows: number): number {
    const fixed = { randomEmbedding: new Float32Array(0), fixedSequence: new Int32Array(0) };
    // To be laid out, a model calls no kernel.
    const kernels = {} as Kernels;
    return new ProcessorModel(plan, fixed, rows, Math.min(rows, mostShards), true, kernels, new Memory(null))
      .bytes;
  }

  private write(params: ReadonlyMap<string, Float32Array>, moments: Float32Array | undefined): void {
    const { layout, values } = this.network;
    const block = this.memory.floats(values, layout.size);
    for (const [name, slot] of layout.slots) writeSlot(block, slot, params.get(name) as Float32Array);
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
      if (countRight) right += k.rightAnswers(this.passes.logits, this.targets, n, vocab);
      loss += k.crossEntropy(this.passes.logits, this.targets, n, vocab, weight);
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
    this.passes.forwardReferences(T, skip);
    for (let from = 0; from < rows; from += this.mostRows) {
      const some = Math.min(this.mostRows, rows - from);
      visit(from, this.passes.forwardRows(inputs.subarray(from * T, (from + some) * T), some, T, skip), some);
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
    return { loss, gradNorm: this.optimize(schedule, hyper) };
  }

  /** Computes the gradients of a batch. @returns its mean loss */
  gradients(batch: Batch): number {
    const weight = weightOf(batch.targets);
    const loss = this.shardGradients(shardsOf(batch), weight);
    this.passes.backwardReferences(batch.inputs.length / batch.rows, this.blocks[0] as Pointer);
    return loss * weight;
  }

  /** Ends a step: @param T tokens of a row @returns the gradients' norm before clipping */
  update(T: number, schedule: Float32Array, hyper: AdamWHyper): number {
    this.passes.backwardReferences(T, this.blocks[0] as Pointer);
    return this.optimize(schedule, hyper);
  }

  /**
   * Sums the gradients of shards in the first block, less what comes back through the reference rows.
   * @param weight 1 / number of due targets of the whole batch
   * @returns the sum of their losses
   */
  shardGradients(shards: readonly Batch[], weight: number): number {
    const { inputs, rows } = shards[0] as Batch;
    const T = this.lengthOf(inputs, rows);
    this.passes.forwardReferences(T, none);
    return this.sumBlocks(shards.map((shard) => (block) => this.oneShard(shard, T, weight, block)));
  }

  /** Adds what others computed to the sum of the own shards, in the order of the parts. @returns the sum of the losses */
  sumParts(own: number, others: readonly { carrier: Float32Array; loss: number }[]): number {
    return this.sumBlocks([
      () => own,
      ...others.map(({ carrier, loss }) => (block: number) => {
        this.memory.floats(this.blocks[block] as Pointer, carrier.length).set(carrier);
        return loss;
      }),
    ]);
  }

  /** A buffer for parameters on their way to a part, and gradients on their way back. */
  newCarrier(): Float32Array {
    return new Float32Array(this.network.gradientSize);
  }

  readValues(carrier: Float32Array): void {
    carrier.set(this.memory.floats(this.network.values, this.network.layout.size));
  }

  writeValues(carrier: Float32Array): void {
    const { values, layout } = this.network;
    this.memory.floats(values, layout.size).set(carrier.subarray(0, layout.size));
  }

  /** The sum of the gradients. */
  readSum(carrier: Float32Array): void {
    carrier.set(this.memory.floats(this.blocks[0] as Pointer, carrier.length));
  }

  /** Runs the kernels of a step on an empty batch, without a trace in parameters or moments. */
  warmUp(): void {
    const tokens = new Int32Array(this.mostRows * this.plan.context);
    this.gradients({ inputs: tokens, targets: tokens, rows: this.mostRows });
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
    this.passes.forwardRows(inputs, rows, T, none);
    this.memory.ints(this.targets, rows * T).set(targets);
    const loss = k.crossEntropy(this.passes.logits, this.targets, rows * T, this.plan.vocab, weight);
    this.passes.backwardRows(rows, T, into);
    return loss;
  }

  private optimize(
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
