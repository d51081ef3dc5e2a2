/** Measures what one layer of each variant costs on this device: training, prefill and decode of a model of that layer, by length. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { layerOf } from '../../attention/layers';
import { type VariantId, variants } from '../../attention/variants';
import { chosenTask, taskChoice } from '../../data/tasks';
import { type Experiment, experimentSchema, type Run } from '../../experiment/schema';
import { processorBytes } from '../../measure/processorMemory';
import { decodeFlops, prefillFlops, type TrainingCost, trainingCost } from '../../measure/trainingCost';
import type { CostTiming, TimedEngine } from '../../runtime/protocol';
import { errorMessage } from '../errorMessage';
import type { RunLifecycle } from './runLifecycle';

/** Lengths that are measured, in tokens. */
export const measuredLengths = [32, 128, 512] as const;

/** What the models learn: it needs no text, and what is learned makes no difference to the time. */
const task = taskChoice('recall');
const vocab = chosenTask(task).tokens.length;

/** One variant at one length, measured. */
export interface MeasuredCost extends CostTiming {
  /** Counted from sizes as the processor's engine lays them out: weights, gradients, moments and activations; null on a graphics card. */
  bytes: number | null;
}

/** The same model by formula. @see trainingCost */
export type FormulaCost = Pick<TrainingCost, 'stepFlops' | 'bytes'> & {
  prefillFlops: number;
  decodeFlops: number;
};

/** By variant, one for each of `measuredLengths`. */
export type CostsByLength<Cost> = Partial<Record<VariantId, Cost[]>>;

interface State {
  /** As far as they are there; null before anything is measured. */
  costs: CostsByLength<MeasuredCost> | null;
  /** Of all that is measured, from the beginning on. */
  formulas: CostsByLength<FormulaCost>;
  /** What was measured: sizes of the model, and the device. */
  of: { batch: number; width: number; heads: number; engine: string } | null;
  progress: { done: number; total: number; secondsLeft: number | null } | null;
  error: string | null;
}

/** The measurement of one page. */
export class CostMeasurement {
  readonly state: StoreApi<State> = createStore(
    (): State => ({ costs: null, formulas: {}, of: null, progress: null, error: null }),
  );
  private stopped = false;

  /** @param seconds for which each model trains, reads and writes, at least */
  constructor(
    private readonly lifecycle: RunLifecycle,
    private readonly seconds = 0.1,
  ) {}

  /** Measures at the sizes of an experiment. Training is to be paused, as both would be slower. Never rejects. */
  async measure(experiment: Experiment): Promise<void> {
    const { engine } = this.lifecycle.runs.getState();
    if (!engine || this.state.getState().progress) return;
    const { batch, model } = experiment;
    const total = variants.length * measuredLengths.length;
    this.stopped = false;
    const costs: CostsByLength<MeasuredCost> = {};
    const of = { batch, width: model.dModel, heads: model.heads, engine: engine.adapter };
    this.state.setState({
      costs,
      formulas: {},
      of,
      error: null,
      progress: { done: 0, total, secondsLeft: null },
    });
    const timed: TimedEngine = engine.name === 'webgpu' ? 'webgpu' : 'oneWorker';
    const started = performance.now();
    const time = (one: Experiment) =>
      this.lifecycle.client.call((lab) => lab.speed.costs(timed, one, this.seconds));
    try {
      this.state.setState({ formulas: formulasOf(experiment) });
      // Code that runs for the first time is slow, and the first one is what all are held against: it is not counted.
      await time(layerExperiment(experiment, 'standard', measuredLengths[0]));
      // The shortest first: a first impression is there soon, and the time left is never told too short by much.
      for (const [place, length] of measuredLengths.entries())
        for (const { id } of variants) {
          if (this.stopped) return;
          const one = layerExperiment(experiment, id, length);
          const timing = await time(one);
          const run = one.runs[0] as Run;
          const bytes = timed === 'oneWorker' ? processorBytes(one, run, vocab, batch) : null;
          const own = [...(costs[id] ?? [])];
          own[place] = { ...timing, bytes };
          costs[id] = own;
          const done = (this.state.getState().progress?.done ?? 0) + 1;
          const secondsLeft = ((performance.now() - started) / 1000 / done) * (total - done);
          this.state.setState({ costs: { ...costs }, progress: { done, total, secondsLeft } });
        }
    } catch (error) {
      this.state.setState({ error: errorMessage(error) });
    } finally {
      this.state.setState({ progress: null });
    }
  }

  /** Ends the measurement after the model that is being timed; what was measured stays. */
  stop(): void {
    this.stopped = true;
  }
}

/** @throws where the sizes allow no such model */
const formulasOf = (experiment: Experiment): CostsByLength<FormulaCost> =>
  Object.fromEntries(
    variants.map(({ id }) => [
      id,
      measuredLengths.map((length): FormulaCost => {
        const one = layerExperiment(experiment, id, length);
        const run = one.runs[0] as Run;
        return {
          ...trainingCost(one, run, vocab),
          prefillFlops: prefillFlops(one, run, vocab),
          decodeFlops: decodeFlops(one, run, vocab),
        };
      }),
    ]),
  );

/** An experiment of the same sizes with one run of one layer. @throws where the sizes allow no such model */
function layerExperiment(experiment: Experiment, variant: VariantId, context: number): Experiment {
  return experimentSchema.parse({
    ...experiment,
    task,
    // As many as a batch, which is scored for the time of a forward pass.
    evalWindows: experiment.batch,
    model: { ...experiment.model, context },
    runs: [{ id: variant, name: variant, layers: [layerOf(variant)] }],
  });
}
