/**
 * Knows how fast this device trains, so that the page can tell the time before anything is trained: a run takes some time whatever its
 * size, each step some more whatever its size, and the rest goes with its work. All three are measured: by small models that are timed
 * while the page is idle, then by each training and each sweep.
 */
import { mean, meanBy, pickBy } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { setModel, type Transition } from '../../experiment/edit';
import { applyPreset, small } from '../../experiment/presets';
import type { Experiment } from '../../experiment/schema';
import { stepsAndEvaluations, trainingCost } from '../../measure/trainingCost';
import { keepValue, keptValue } from '../../platform/keptValues';
import { proxy } from '../../runtime/client';
import type { EngineInfo, RunTiming, TimedEngine } from '../../runtime/protocol';
import type { PageDocument } from '../document/pageDocument';
import { siteName } from '../siteName';
import type { RunLifecycle } from './runLifecycle';

/** What training costs on a device, shared among the runs that train at a time. */
export interface DeviceSpeed {
  /** Seconds that a run takes whatever its size: started, its first step prepared, saved, freed. */
  runSeconds: number;
  /** Seconds that a step takes whatever its size. */
  stepSeconds: number;
  /** Floating point operations a second, beyond these. */
  flopsPerSecond: number;
}

/** By engine and device, those that are known. */
export type DeviceSpeeds = Readonly<Record<string, DeviceSpeed>>;

export type DeviceSpeedStore = StoreApi<DeviceSpeeds>;

/** Returns the speed of an engine; null while it is not known. */
export const speedOf = (speeds: DeviceSpeeds, engine: EngineInfo | null): DeviceSpeed | null =>
  (engine && speeds[keyOf(engine)]) ?? null;

/** How long the page is left alone before steps are timed, in milliseconds: who presses Train at once needs no estimate. */
const idle = 1500;

/** Seconds for which steps are timed, at least. */
const timedSeconds = 0.1;

/** FLOPs of a step of each run, on average. @param vocab size of the vocabulary */
export const stepFlops = (experiment: Experiment, vocab: number): number =>
  meanBy(experiment.runs, (run) => trainingCost(experiment, run, vocab).stepFlops);

/** What a speed is remembered by: another engine or device has another. */
const keyOf = ({ name, adapter }: EngineInfo): string => `${name} ${adapter}`;

const timedEngines: Record<EngineInfo['name'], TimedEngine | null> = {
  webgpu: 'webgpu',
  processor: 'oneWorker',
  // Too slow to be timed for nothing.
  cpu: null,
};

/** As little work in a step as its layers allow. */
const smallest: Transition = (e) => ({
  ...setModel({ dModel: 8, heads: 1, kvHeads: 1, ffn: 8, context: 8 })(e),
  batch: 1,
});

/**
 * Says anew how fast a device is, so that it takes as long for a step as was measured. What a step takes whatever its size stays, unless it
 * would be more than half of that.
 * @param known what was known before; null for nothing
 * @param seconds of a step @param flops of that step
 */
export function speedBySteps(known: DeviceSpeed | null, seconds: number, flops: number): DeviceSpeed {
  const stepSeconds = Math.min(known?.stepSeconds ?? 0, seconds / 2);
  return {
    runSeconds: known?.runSeconds ?? 0,
    stepSeconds,
    flopsPerSecond: Math.round(flops / (seconds - stepSeconds)),
  };
}

/** Says anew how fast a device is by what the runs of a sweep took. @param flops of their steps, on average */
export function speedByRuns(
  known: DeviceSpeed | null,
  timings: readonly RunTiming[],
  flops: number,
): DeviceSpeed | null {
  const steps = timings.flatMap(({ stepSeconds }) => stepSeconds ?? []);
  const bySteps = steps.length > 0 ? speedBySteps(known, mean(steps), flops) : known;
  return bySteps && timings.length > 0
    ? { ...bySteps, runSeconds: meanBy(timings, ({ runSeconds }) => runSeconds) }
    : bySteps;
}

/** Keeps what is known of an engine; nothing where it is no speed, as that of a clock that stood still. */
export function keepSpeed(store: DeviceSpeedStore, engine: EngineInfo, speed: DeviceSpeed | null): void {
  if (isSpeed(speed)) store.setState({ [keyOf(engine)]: speed });
}

/** Watches one page's training from now on. */
export function watchDeviceSpeed(document: PageDocument, lifecycle: RunLifecycle): DeviceSpeedStore {
  const { runs, client } = lifecycle;
  const store: DeviceSpeedStore = createStore((): DeviceSpeeds => ({}));

  const measure = async (engine: EngineInfo) => {
    const { textFacts, state } = runs.getState();
    const timed = timedEngines[engine.name];
    const known = speedOf(store.getState(), engine) !== null;
    const { experiment } = document.experiment.getState();
    const [run] = experiment.runs;
    if (!timed || !textFacts || known || state !== 'empty' || experiment.task !== null || !run) return;
    const time = (of: Experiment, seconds: number) =>
      client.call((lab) =>
        lab.speed.time(
          timed,
          of,
          seconds,
          proxy(() => {}),
        ),
      );
    try {
      const usual = applyPreset(small)(experiment);
      const { stepMs } = await time(usual, timedSeconds);
      // On the processor as many runs train at a time as there are workers.
      const { workers } = await client.call((lab) => lab.speed.machine());
      const share = 1 / 1000 / (timed === 'oneWorker' ? workers : 1);
      let known: DeviceSpeed | null = null;
      // A card that is software compiles for minutes.
      if (!engine.software) {
        // What the first one compiles is there for every run after it.
        await time(smallest(experiment), 0);
        const least = await time(smallest(experiment), 0);
        known = {
          runSeconds: (least.startMs + least.firstMs) * share,
          stepSeconds: least.stepMs * share,
          flopsPerSecond: 0,
        };
      }
      keepSpeed(
        store,
        engine,
        speedBySteps(known, stepMs * share, trainingCost(usual, run, textFacts.vocab).stepFlops),
      );
    } catch (error) {
      // The time is then told once something trains.
      console.warn(error);
    }
  };

  runs.subscribe((now, before) => {
    const { engine, progress, info } = now;
    if (engine && engine !== before.engine) setTimeout(() => void measure(engine), idle);
    const hasStopped = before.state === 'training' && now.state !== 'training';
    if (!engine || !info || !progress || !hasStopped) return;
    const { experiment } = document.experiment.getState();
    const tokens = experiment.batch * experiment.model.context;
    const known = speedOf(store.getState(), engine);
    const flops = stepFlops(experiment, info.vocab);
    keepSpeed(store, engine, speedBySteps(known, tokens / progress.tokensPerSecond, flops));
  });
  return store;
}

const isSeconds = (value: unknown): boolean =>
  typeof value === 'number' && value >= 0 && Number.isFinite(value);

/** Whether a value is a speed that times can be told by. */
const isSpeed = (value: unknown): value is DeviceSpeed => {
  if (typeof value !== 'object' || value === null) return false;
  const { runSeconds, stepSeconds, flopsPerSecond } = value as Record<keyof DeviceSpeed, unknown>;
  return isSeconds(runSeconds) && isSeconds(stepSeconds) && isSeconds(flopsPerSecond) && flopsPerSecond !== 0;
};

/** Takes the speeds of the last visit, and keeps each change for the next; where the browser keeps nothing, for this one. */
export function rememberDeviceSpeeds(store: DeviceSpeedStore): void {
  const key = siteName('speed');
  store.setState(keptSpeeds(keptValue('localStorage', key)));
  store.subscribe((speeds) => void keepValue('localStorage', key, JSON.stringify(speeds)));
}

function keptSpeeds(kept: string | null): DeviceSpeeds {
  try {
    const read: unknown = JSON.parse(kept ?? '{}');
    return typeof read === 'object' && read !== null ? (pickBy(read, isSpeed) as DeviceSpeeds) : {};
  } catch {
    return {};
  }
}

/**
 * Estimates the seconds that a training takes on a device: of each run its own, and of each step, or as much evaluation, its own and those
 * of its work.
 * @param steps of each run
 * @param vocab size of the vocabulary
 */
export const trainingSeconds = (
  experiment: Experiment,
  steps: number,
  vocab: number,
  { runSeconds, stepSeconds, flopsPerSecond }: DeviceSpeed,
): number =>
  experiment.runs.length *
  (runSeconds +
    stepsAndEvaluations(experiment, steps) * (stepSeconds + stepFlops(experiment, vocab) / flopsPerSecond));
