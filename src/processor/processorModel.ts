/**
 * A model in training on the processor: its parameters, gradients and moments in the memory of one instance of the kernels.
 * The batch is cut into shards, whose gradients are summed in their order, so that the result does not depend on how many
 * workers share them.
 */
import type { Batch } from '../data/batches';
import type { ModelConfig } from '../model/config';
import type { ModelValues } from '../model/values';
import type { AdamWHyper } from '../ops/adamWSchedule';
import { createKernels, type Kernels, type SimdBuild } from './kernels';
import { Memory, type Pointer } from './memory';
import { Network } from './network';
import { readSlot, writeSlot } from './parameters';

/** Shards that a batch is cut into: never more, whatever the number of workers. */
const mostShards = 4;

export interface StepResult {
  /** Mean cross-entropy of the due targets before the update, nats. */
  loss: number;
  /** Global gradient norm before clipping. */
  gradNorm: number;
}

export class ProcessorModel {
  private readonly network: Network;
  private readonly memory: Memory;
  private readonly kernels: Kernels;
  private readonly shardRows: number;
  private readonly sum: Pointer;
  private readonly shard: Pointer;
  private readonly first: Pointer;
  private readonly second: Pointer;
  private readonly ids: Pointer;
  private readonly targets: Pointer;
  private readonly logitsAt: Pointer;
  private readonly normed: Pointer;
  private readonly normInverse: Pointer;

  /** @param batch rows of a step; fewer go too */
  static async create(
    config: ModelConfig,
    values: ModelValues,
    batch: number,
    build?: SimdBuild,
  ): Promise<ProcessorModel> {
    const { kernels, memory } = await createKernels(build);
    return new ProcessorModel(config, values, batch, kernels, new Memory(memory, kernels.reservedBytes()));
  }

  private constructor(
    readonly config: ModelConfig,
    private readonly fixed: Pick<ModelValues, 'randomEmbedding' | 'fixedSequence'>,
    batch: number,
    kernels: Kernels,
    memory: Memory,
  ) {
    this.kernels = kernels;
    this.memory = memory;
    this.shardRows = Math.ceil(batch / Math.min(batch, mostShards));
    this.network = new Network(config, kernels, memory, this.shardRows);
    const { size } = this.network.layout;
    const n = this.shardRows * config.context;
    this.sum = memory.take(this.network.gradientSize);
    this.shard = memory.take(this.network.gradientSize);
    this.first = memory.take(size);
    this.second = memory.take(size);
    const idRows = Math.max(this.shardRows, 1);
    this.ids = memory.take(idRows * config.context);
    this.targets = memory.take(n);
    this.logitsAt = memory.take(n * config.vocab);
    this.normed = memory.take(n * config.dModel);
    this.normInverse = memory.take(n);
    this.write((fixed as ModelValues).params);
  }

  private write(params: ReadonlyMap<string, Float32Array>): void {
    const { layout, values } = this.network;
    const block = this.memory.floats(values, layout.size);
    for (const name of params.keys())
      if (!layout.slots.has(name)) throw new Error(`Unknown parameter "${name}".`);
    for (const [name, slot] of layout.slots) {
      const numbers = params.get(name);
      if (!numbers) throw new Error(`Parameter "${name}" is missing.`);
      writeSlot(block, slot, numbers);
    }
  }

  /** Copies of every parameter, row by row. */
  readParameters(): Map<string, Float32Array> {
    return this.readBlock(this.network.values);
  }

  /** Copies of every parameter's gradient of the last step, before clipping. */
  readGradients(): Map<string, Float32Array> {
    return this.readBlock(this.sum);
  }

  private readBlock(from: Pointer): Map<string, Float32Array> {
    const { layout } = this.network;
    const block = this.memory.floats(from, layout.size);
    return new Map([...layout.slots].map(([name, slot]) => [name, readSlot(block, slot)]));
  }

  /** Bytes of the instance's memory. */
  get bytes(): number {
    return this.memory.bytes;
  }

  /** Logits of every row of a batch, (rows · T, V), on a copy. @param skip layers left out whole */
  logits({ inputs, rows }: Pick<Batch, 'inputs' | 'rows'>, skip?: ReadonlySet<number>): Float32Array {
    const T = inputs.length / rows;
    const out = new Float32Array(inputs.length * this.config.vocab);
    this.forEachShard(inputs, rows, skip, (from, logits) => out.set(logits, from * T * this.config.vocab));
    return out;
  }

  /** Mean loss in nats and number of right answers over the due targets of a batch, without an update. */
  judge(batch: Batch, skip?: ReadonlySet<number>): { loss: number; right: number } {
    const { kernels: k, memory, config } = this;
    const { inputs, targets, rows } = batch;
    const T = inputs.length / rows;
    const weight = weightOf(targets);
    let loss = 0;
    let right = 0;
    this.forEachShard(inputs, rows, skip, (from, _logits, some) => {
      const n = some * T;
      memory.ints(this.targets, n).set(targets.subarray(from * T, from * T + n));
      right += k.rightAnswers(this.logitsAt, this.targets, n, config.vocab);
      loss += k.crossEntropy(this.logitsAt, this.targets, n, config.vocab, weight);
    });
    return { loss: loss * weight, right };
  }

  private forEachShard(
    inputs: Int32Array,
    rows: number,
    skip: ReadonlySet<number> | undefined,
    visit: (from: number, logits: Float32Array, rows: number) => void,
  ): void {
    const T = inputs.length / rows;
    this.forwardReferences(T, skip);
    for (let from = 0; from < rows; from += this.shardRows) {
      const some = Math.min(this.shardRows, rows - from);
      visit(from, this.forwardRows(inputs.subarray(from * T, (from + some) * T), some, T, skip), some);
    }
  }

  /** One update. @param schedule see adamWSchedule */
  step(batch: Batch, schedule: Float32Array, hyper: AdamWHyper): StepResult {
    const loss = this.gradients(batch);
    return { loss, gradNorm: this.update(schedule, hyper) };
  }

  /** Computes the gradients of a batch. @returns its mean loss */
  gradients({ inputs, targets, rows }: Batch): number {
    const { kernels: k, network, shardRows } = this;
    const T = inputs.length / rows;
    const weight = weightOf(targets);
    this.forwardReferences(T);
    let loss = 0;
    for (let from = 0; from < rows; from += shardRows) {
      const some = Math.min(shardRows, rows - from);
      const into = from === 0 ? this.sum : this.shard;
      k.clear(into, network.gradientSize);
      this.forwardRows(inputs.subarray(from * T, (from + some) * T), some, T);
      this.memory.ints(this.targets, some * T).set(targets.subarray(from * T, (from + some) * T));
      loss += k.crossEntropy(this.logitsAt, this.targets, some * T, this.config.vocab, weight);
      this.backwardRows(some, T, into);
      if (from > 0) k.addInto(this.sum, this.shard, network.gradientSize);
    }
    this.backwardReferences(T);
    return loss * weight;
  }

  private update(
    schedule: Float32Array,
    { beta1, beta2, epsilon, weightDecay, clipNorm }: AdamWHyper,
  ): number {
    const { kernels: k, network } = this;
    const { decayed, size } = network.layout;
    const [rate, correct1, correct2] = schedule as unknown as [number, number, number];
    const norm = Math.sqrt(k.sumOfSquares(this.sum, size));
    const clip = norm > clipNorm ? clipNorm / (norm + 1e-6) : 1;
    const change = (from: number, to: number, decay: number) =>
      k.adamW(
        network.values + 4 * from,
        this.sum + 4 * from,
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

  /** Logits of rows of ids, (rows · T, V); a view that the next pass overwrites. At most as many rows as a shard has. */
  forwardRows(ids: Int32Array, rows: number, T: number, skip?: ReadonlySet<number>): Float32Array {
    const { kernels: k, memory } = this;
    const { batch, products } = this.network;
    const { dModel: d, rmsEps } = this.config;
    const n = rows * T;
    memory.ints(this.ids, n).set(ids);
    k.embed(products.value('embed.weight'), this.ids, batch.input, n, d);
    this.network.forward(batch, rows, T, skip);
    k.rmsNorm(batch.output, products.value('norm.gain'), this.normed, this.normInverse, n, d, rmsEps);
    products.unembed(this.unembedding, this.normed, this.logitsAt, n);
    return memory.floats(this.logitsAt, n * this.config.vocab);
  }

  private get unembedding(): string {
    return this.config.tieEmbeddings ? 'embed.weight' : 'head.weight';
  }

  private backwardRows(rows: number, T: number, gradients: Pointer): void {
    const { kernels: k, network } = this;
    const { batch, products, back } = network;
    const { dModel: d } = this.config;
    const n = rows * T;
    products.unembedBack(this.unembedding, this.normed, this.logitsAt, back.dNormed, gradients, n);
    k.clear(back.dx, n * d);
    network.normBack('norm.gain', batch.output, this.normInverse, gradients, n);
    network.backward(batch, rows, T, gradients);
    k.embedBack(products.in(gradients, 'embed.weight'), this.ids, back.dx, n, d);
  }

  /** Takes the reference rows through the layers, as every pass of rows needs them. */
  forwardReferences(T: number, skip?: ReadonlySet<number>): void {
    const { references, kinds } = this.network;
    if (!references) return;
    const { dModel: d } = this.config;
    kinds.forEach((kind, row) => {
      const x = references.input + 4 * row * T * d;
      if (kind === 'random') this.memory.floats(x, T * d).set(this.fixed.randomEmbedding.subarray(0, T * d));
      else {
        this.memory.ints(this.ids, T).set(this.fixed.fixedSequence.subarray(0, T));
        this.kernels.embed(this.network.products.value('embed.weight'), this.ids, x, T, d);
      }
    });
    this.network.forward(references, kinds.length, T, skip);
  }

  private backwardReferences(T: number): void {
    const { kernels: k, network, memory, fixed } = this;
    const { references, kinds, products, back } = network;
    if (!references) return;
    const { dModel: d } = this.config;
    k.clear(back.dx, kinds.length * T * d);
    network.backward(references, kinds.length, T, this.sum);
    const row = kinds.indexOf('text');
    if (row < 0) return;
    memory.ints(this.ids, T).set(fixed.fixedSequence.subarray(0, T));
    k.embedBack(products.in(this.sum, 'embed.weight'), this.ids, back.dx + 4 * row * T * d, T, d);
  }
}

/** 1 / number of due targets. */
function weightOf(targets: Int32Array): number {
  let due = 0;
  for (const target of targets) if (target >= 0) due++;
  return 1 / Math.max(due, 1);
}
