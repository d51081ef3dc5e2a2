/** A model of the processor engine as the thread that asks for it sees it: its workers, and what becomes of calls when one fails. */
import { type Remote, transfer, wrap } from 'comlink';
import type { Batch } from '../data/batches';
import type {
  BatchScore,
  EngineModel,
  LayerAttention,
  LayerMagnitudes,
  LayerStep,
  ModelOptions,
  ModelState,
  StepResult,
} from '../engine/engine';
import { ModelDisposed, TooLarge } from '../engine/errors';
import { type Patience, watchWorker } from '../engine/workerLife';
import { words } from '../format/words';
import type { ModelConfig } from '../model/config';
import { checkIntervention, type Intervention } from '../model/intervention';
import type { ModelValues } from '../model/values';
import { CallQueue } from './callQueue';
import { changesOf } from './changes';
import type { Gate } from './gate';
import { mostBytes } from './memory';
import type { ModelWorker } from './modelWorker';
import { checkState } from './parameters';
import { modelPlan } from './plan';
import { ProcessorModel } from './processorModel';
import { mostInPart, workersOfUse } from './shards';
import type { StartedWorker, StartWorker } from './startWorker';

/** A larger model's memory is not left to a garbage collection that may come late, but ends with its worker. */
const smallBytes = 64 * 2 ** 20;

/** Seconds; one step of a model as large as may be takes minutes. */
const patience: Patience = { first: 60, later: 600 };

export class RemoteModel implements EngineModel {
  private workers: StartedWorker[] = [];
  private watches: (() => void)[] = [];
  private remotes: Remote<ModelWorker>[] = [];
  private steps: Promise<StepResult>[] = [];
  private readonly calls: CallQueue;
  /** Of the last step, where it was measured. */
  private last: Promise<LayerStep[] | null> | null = null;
  /** Rejects a call that is under way. */
  private readonly waiting = new Set<(error: Error) => void>();
  private readonly isSmall: boolean;
  /** Why there is no model any more. */
  private over: Error | null = null;

  /** @param gate where calls wait @throws Error where a value is missing, unknown or of the wrong size, TooLarge where the model takes more than one may */
  constructor(
    readonly config: ModelConfig,
    values: ModelValues,
    { rows, optimizer, moments, workers = 1 }: ModelOptions,
    startWorker: StartWorker,
    kernels: WebAssembly.Module,
    gate: Gate,
  ) {
    this.calls = new CallQueue(gate);
    const plan = modelPlan(config);
    checkState(plan, values, moments);
    const bytes = ProcessorModel.plannedBytes(plan, rows);
    if (bytes > mostBytes)
      throw new TooLarge(
        words('memory.most', 'On the processor this model takes {{size}}, and {{most}} is the most.', {
          size: { bytes },
          most: { bytes: mostBytes },
        }),
      );
    this.isSmall = bytes <= smallBytes;
    const count = workersOfUse(workers, rows);
    try {
      for (let w = 0; w < count; w++) this.start(startWorker);
    } catch (cause) {
      this.fail(
        new Error(
          words('engine.workerNotStarted', 'A worker of the processor engine could not be started.'),
          { cause },
        ),
      );
      return;
    }
    const { randomEmbedding, fixedSequence } = values;
    const fixed = { randomEmbedding, fixedSequence };
    const make = async () => {
      const [leader, ...followers] = this.remotes as [Remote<ModelWorker>, ...Remote<ModelWorker>[]];
      const channels = followers.map(() => new MessageChannel());
      const ports = channels.map(({ port1 }) => port1);
      await Promise.all([
        leader.create(kernels, plan, values, rows, optimizer, moments, transfer(ports, ports)),
        ...followers.map((follower, f) => {
          const { port2 } = channels[f] as MessageChannel;
          return follower.follow(
            kernels,
            plan,
            fixed,
            rows,
            mostInPart(workers, rows),
            transfer(port2, [port2]),
          );
        }),
      ]);
    };
    // Without all of its parts there is no model.
    this.call(make).catch((error) => this.fail(error));
  }

  private start(startWorker: StartWorker): void {
    const worker = startWorker((message) => this.fail(new Error(message)));
    const remote: Remote<ModelWorker> = wrap(worker.endpoint);
    this.workers.push(worker);
    this.remotes.push(remote);
    if (!worker.endsInSilence) return;
    const ended = words(
      'engine.workerEnded',
      'A worker of the processor engine ended without a word, as it does where memory runs out.',
    );
    this.watches.push(
      watchWorker(
        () => remote.livenessLock(),
        patience,
        () => this.fail(new Error(ended)),
      ),
    );
  }

  private fail(error: Error): void {
    if (this.over) return;
    this.end(error, (worker) => worker.terminate());
  }

  /** Ends the model: calls under way and later ones reject. */
  private end(reason: Error, endWorker: (worker: StartedWorker) => void): void {
    this.over = reason;
    for (const stop of this.watches) stop();
    this.workers.forEach(endWorker);
    this.workers = [];
    this.remotes = [];
    this.calls.giveUp();
    for (const reject of this.waiting) reject(reason);
    this.waiting.clear();
  }

  /** Settles as a worker's answer does, or rejects when the model fails or is disposed. */
  private settled<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      answer.then(resolve, reject).finally(() => this.waiting.delete(reject));
    });
  }

  private async call<T>(ask: (leader: Remote<ModelWorker>) => Promise<T>): Promise<T> {
    if (this.over) throw this.over;
    return this.calls.add(async () => {
      if (this.over) throw this.over;
      return this.settled(ask(this.remotes[0] as Remote<ModelWorker>));
    });
  }

  /** Resolves when the workers are there and their kernels have run. */
  async prepare(): Promise<void> {
    await this.call(() => Promise.all(this.remotes.map((worker) => worker.prepare())));
  }

  step(batch: Batch, schedule: Float32Array, measured = false): void {
    const answer = this.call((leader) => leader.step(batch, schedule, measured));
    const result = answer.then(({ layers: _, ...step }) => step);
    this.last = measured ? answer.then(({ layers }) => layers) : null;
    this.last?.catch(() => {});
    // readSteps rejects with the error; this keeps it from counting as an unhandled rejection until then.
    result.catch(() => {});
    this.steps.push(result);
  }

  async lastStep(): Promise<LayerStep[] | null> {
    return this.last;
  }

  async readSteps(): Promise<StepResult[]> {
    if (this.over) throw this.over;
    return Promise.all(this.steps.splice(0));
  }

  async score(batch: Batch, countRight: boolean, intervention: Intervention = {}): Promise<BatchScore> {
    checkIntervention(this.config, intervention, batch);
    const changes = changesOf(this.config, intervention);
    return this.call((leader) => leader.score(batch, countRight, changes));
  }

  logits(inputs: Int32Array, rows: number, skip: readonly number[]): Promise<Float32Array> {
    return this.call((leader) => leader.logits(inputs, rows, skip));
  }

  attention(ids: Int32Array): Promise<(LayerAttention | null)[]> {
    return this.call((leader) => leader.attention(ids));
  }

  magnitudes(ids: Int32Array): Promise<LayerMagnitudes[]> {
    return this.call((leader) => leader.magnitudes(ids));
  }

  read(): Promise<ModelState> {
    return this.call((leader) => leader.read());
  }

  dispose(): void {
    if (this.over) return;
    const isIdle = this.waiting.size === 0;
    this.end(new ModelDisposed(), (worker) =>
      isIdle && this.isSmall && worker.leave ? worker.leave() : worker.terminate(),
    );
  }
}
