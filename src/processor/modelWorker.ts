/** What a worker of the processor engine does: it has one model, whose calls take effect one after the other. */
import { type Endpoint, expose, type Remote, transfer, wrap } from 'comlink';
import type { Batch } from '../data/batches';
import type {
  BatchScore,
  LayerAttention,
  LayerMagnitudes,
  LayerStep,
  ModelState,
  StepResult,
} from '../engine/engine';
import { livenessLock } from '../engine/workerLife';
import { words } from '../format/words';
import type { ModelValues } from '../model/values';
import type { AdamWHyper } from '../ops/adamWSchedule';
import type { Changes } from './changes';
import { createKernels } from './kernels';
import type { FixedInputs } from './passes';
import type { ModelPlan } from './plan';
import { attentionOf, magnitudesOf } from './probe';
import { ProcessorModel } from './processorModel';
import { type Follower, followerOf, SplitModel } from './splitModel';

export interface ModelWorker {
  /** Name of a lock that is held while the worker lives; null where there are no locks. */
  livenessLock(): Promise<string | null>;
  /**
   * Makes the model that every other call is about.
   * @param kernels that compileKernels gave, once for all workers @param rows of a training batch @param followers ports to the workers that share its steps
   */
  create(
    kernels: WebAssembly.Module,
    plan: ModelPlan,
    values: ModelValues,
    rows: number,
    optimizer: AdamWHyper,
    moments: Float32Array | undefined,
    followers: MessagePort[],
  ): Promise<void>;
  /** Makes a model that computes parts of another's steps, which asks through the port. @param shards of a part, at most */
  follow(
    kernels: WebAssembly.Module,
    plan: ModelPlan,
    fixed: FixedInputs,
    rows: number,
    shards: number,
    leader: MessagePort,
  ): Promise<void>;
  /** Runs each kernel, so that the first step is as fast as the others. */
  prepare(): Promise<void>;
  /** @param measured whether it tells what the step did to each layer */
  step(
    batch: Batch,
    schedule: Float32Array,
    measured: boolean,
  ): Promise<StepResult & { layers: LayerStep[] | null }>;
  score(batch: Batch, countRight: boolean, changes: Changes): Promise<BatchScore>;
  logits(inputs: Int32Array, rows: number, skip: readonly number[]): Promise<Float32Array>;
  attention(ids: Int32Array): Promise<(LayerAttention | null)[]>;
  magnitudes(ids: Int32Array): Promise<LayerMagnitudes[]>;
  read(): Promise<ModelState>;
}

export function createModelWorker(): ModelWorker {
  const inTurn = queue();
  let made: Promise<{ model: ProcessorModel; split: SplitModel | null }>;
  /** @returns what a call gives once the calls before it are done */
  const call = <T>(work: (model: ProcessorModel, split: SplitModel | null) => T | Promise<T>): Promise<T> =>
    inTurn(async () => {
      const { model, split } = await made;
      try {
        return await work(model, split);
      } catch (error) {
        if (!(error instanceof WebAssembly.RuntimeError)) throw error;
        console.warn(error);
        throw new Error(
          words('engine.processorFailed', 'The processor engine failed. The browser’s console says where.'),
          { cause: error },
        );
      }
    });
  return {
    livenessLock,
    create(kernels, plan, values, rows, optimizer, moments, followers) {
      made = createKernels(kernels).then((instance) => {
        const model = ProcessorModel.create(instance, plan, values, rows, moments);
        const remotes = followers.map((port): Remote<Follower> => wrap(port));
        return { model, split: new SplitModel(model, optimizer, remotes) };
      });
      return made.then(() => {});
    },
    follow(kernels, plan, fixed, rows, shards, leader) {
      const model = createKernels(kernels).then((instance) =>
        ProcessorModel.createPart(instance, plan, fixed, rows, shards),
      );
      made = model.then((part) => ({ model: part, split: null }));
      expose(followerOf(model), leader as Endpoint);
      return made.then(() => {});
    },
    prepare: () => call((model) => model.warmUp()),
    step: (batch, schedule, measured) =>
      call((_, split) => (split as SplitModel).step(batch, schedule, measured)),
    score: (batch, countRight, changes) => call((model) => model.score(batch, countRight, changes)),
    logits: (inputs, rows, skip) =>
      call((model) => {
        const logits = model.logits(inputs, rows, skip);
        return transfer(logits, [logits.buffer]);
      }),
    attention: (ids) =>
      call((model) => {
        const layers = attentionOf(model.passes, ids);
        return transfer(
          layers,
          layers.flatMap((layer) => (layer ? [layer.map.buffer, layer.scores.buffer] : [])),
        );
      }),
    magnitudes: (ids) => call((model) => magnitudesOf(model.passes, ids)),
    read: () =>
      call((model) => {
        const state = model.readState();
        const params = [...state.values.params.values()].map(({ buffer }) => buffer);
        return transfer(state, [...params, state.moments.buffer]);
      }),
  };
}

/** Runs what it is given one after the other; what fails does not stop the next. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  };
}
