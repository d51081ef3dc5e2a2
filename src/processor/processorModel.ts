/**
 * A model on the processor: its parameters, gradients and moments in the memory of one instance of the kernels, all of which is
 * taken before the first step. A batch is cut into shards: see shards.ts.
 */
import type { Batch } from '../data/batches';
import type { BatchScore, ModelState, StepResult } from '../engine/engine';
import type { ModelValues } from '../model/values';
import type { AdamWHyper } from '../ops/adamWSchedule';
import { none } from './changes';
import type { KernelInstance, Kernels } from './kernels';
import { Memory, type Pointer } from './memory';
import type { Network } from './network';
import { checkState, readMoments, readSlot, writeMoments, writeSlot } from './parameters';
import { type FixedInputs, Passes } from './passes';
import type { ModelPlan } from './plan';
import { blocksFor, mostShards, shardRows, shardsOf, sumInTree } from './shards';

/** The first passes of a small model are too short for V8 to replace its first, quick compilation. */
const warmUpMilliseconds = 150;

/** Forms whose kernels this thread has warmed up, undefined for none: its next model finds them optimized. */
const warm = new Set<number | undefined>();

export class ProcessorModel {
  readonly passes: Passes;
  private readonly network: Network;
  private readonly mostRows: number;
  /** Of gradients; the first has the sum. */
  private readonly blocks: readonly Pointer[];
  private readonly first: Pointer;
  private readonly second: Pointer;
  private readonly targets: Pointer;
  /** Of each target. */
  private readonly losses: Pointer;

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
    this.losses = memory.take(this.mostRows * plan.context);
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
    const changes = { ...none, skip: new Set(skip) };
    this.passes.forEachPart(inputs, rows, changes, (from, logits) => out.set(logits, from * T * vocab));
    return out;
  }

  /** Scores a batch without an update. @param countRight whether `right` is wanted, else it is 0 */
  score({ inputs, targets, rows }: Batch, countRight: boolean, changes = none): BatchScore {
    const { kernels: k, memory } = this;
    const { vocab } = this.plan;
    const T = inputs.length / rows;
    const weight = weightOf(targets);
    let loss = 0;
    let right = 0;
    const rowLosses: number[] = [];
    this.passes.forEachPart(inputs, rows, changes, (from, _logits, some) => {
      const n = some * T;
      memory.ints(this.targets, n).set(targets.subarray(from * T, from * T + n));
      if (countRight) right += k.rightAnswers(this.passes.logits, this.targets, n, vocab);
      loss += k.crossEntropy(this.passes.logits, this.targets, n, vocab, weight, this.losses);
      const losses = memory.floats(this.losses, n);
      for (let row = 0; row < some; row++) rowLosses.push(sum(losses.subarray(row * T, (row + 1) * T)));
    });
    return { loss: loss * weight, right, rowLosses };
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
    const T = this.passes.lengthOf(inputs, rows);
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

  /**
   * Runs forward and backward passes of an empty batch, without a trace in parameters or moments: once, and in a thread that had
   * no model of these forms until the browser has had the time to optimize the kernels.
   */
  warmUp(): void {
    const tokens = new Int32Array(this.mostRows * this.plan.context);
    const forms = this.plan.layers.map((layer) => layer?.form);
    const end = performance.now() + (forms.every((form) => warm.has(form)) ? 0 : warmUpMilliseconds);
    for (const form of forms) warm.add(form);
    do this.gradients({ inputs: tokens, targets: tokens, rows: this.mostRows });
    while (performance.now() < end);
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
    const loss = k.crossEntropy(this.passes.logits, this.targets, rows * T, this.plan.vocab, weight, 0);
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

const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);

/** 1 / number of due targets. */
export function weightOf(targets: Int32Array): number {
  let due = 0;
  for (const target of targets) if (target >= 0) due++;
  return 1 / Math.max(due, 1);
}
