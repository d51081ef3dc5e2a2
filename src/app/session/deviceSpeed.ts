/**
 * Knows how fast this device trains, so that the page can tell the time before anything is trained: a run takes some time whatever its
 * size, each step some more whatever its size, and the rest goes with its work. All three are measured: by small runs that are timed
 * while the page is idle, then by each training and each sweep.
 */
import { mean, meanBy, pickBy } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { ownTextId } from '../../data/corpora';
import { chosenTask } from '../../data/tasks';
import type { Experiment } from '../../experiment/schema';
import { stepsAndEvaluations, trainingCost } from '../../measure/trainingCost';
import { whenLeftAlone } from '../../platform/input';
import { keepValue, keptValue } from '../../platform/keptValues';
import { proxy } from '../../runtime/client';
import type { EngineInfo, RunTiming } from '../../runtime/protocol';
import type { PageDocument } from '../document/pageDocument';
import { siteName } from '../siteName';
import { trainedText } from './experimentText';
import type { RunLifecycle } from './runLifecycle';
import { probeSpeed, smallest, usualSize } from './speedProbe';
import type { WorkerClient } from './workerClient';

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

/** How long the page is left alone before steps are timed, in milliseconds: who presses Train at once needs no estimate, and what is used is not to be held up. */
const idle = 1500;

/** Seconds for which steps are timed, at least. */
const timedSeconds = 0.1;

/** Seconds of a training that count as much as all that was known before: less than that may be a start, or a machine that was busy. */
const evenSeconds = 10;

/** Returns what a training counts beside what was known before it, from 0 to 1. @param seconds that it lasted */
export const trainingWeight = (seconds: number): number => seconds / (seconds + evenSeconds);

/** FLOPs of a step of each run, on average. @param vocab size of the vocabulary */
export const stepFlops = (experiment: Experiment, vocab: number): number =>
  meanBy(experiment.runs, (run) => trainingCost(experiment, run, vocab).stepFlops);

/** What a speed is remembered by: another engine or device has another. */
const keyOf = ({ name, adapter }: EngineInfo): string => `${name} ${adapter}`;

/**
 * Says anew how fast a device is, so that it takes as long for a step as was measured. What a step takes whatever its size stays, unless it
 * would be more than half of that.
 * @param known what was known before; null for nothing
 * @param measured seconds of a step @param flops of that step
 * @param weight of what was measured beside what was known, from 0 to 1
 */
export function speedBySteps(
  known: DeviceSpeed | null,
  measured: number,
  flops: number,
  weight = 1,
): DeviceSpeed {
  const told =
    known && known.flopsPerSecond > 0 ? known.stepSeconds + flops / known.flopsPerSecond : measured;
  // By factors: a step that takes ten times as long is as far off as one that takes a tenth.
  const seconds = told * (measured / told) ** weight;
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

  let isMeasuring = false;
  let trainingBegan = performance.now();
  const measure = async (engine: EngineInfo) => {
    const { textFacts, state } = runs.getState();
    const known = speedOf(store.getState(), engine);
    const { experiment, ownText } = document.experiment.getState();
    const { task } = experiment;
    const vocab = task ? chosenTask(task).tokens.length : textFacts?.vocab;
    const isBusy = state === 'training' || state === 'loading';
    // Plain JavaScript is too slow to be timed for nothing.
    if (isMeasuring || engine.name === 'cpu' || vocab === undefined || isBusy || (known?.runSeconds ?? 0) > 0)
      return;
    const edited = { experiment, ownText: trainedText({ experiment, ownText }) };
    isMeasuring = true;
    try {
      const measured =
        engine.name === 'webgpu'
          ? await timeCard(client, engine, edited, vocab)
          : await timeProcessor(client, edited, vocab);
      if (!measured) return;
      // Steps that a training took are known better.
      keepSpeed(store, engine, known ? { ...known, runSeconds: measured.runSeconds } : measured);
    } catch (error) {
      // The time is then told once something trains.
      console.warn(error);
    } finally {
      isMeasuring = false;
    }
  };

  runs.subscribe((now, before) => {
    const { engine, progress, info, textFacts } = now;
    const isNew = engine !== before.engine || (textFacts !== null && before.textFacts === null);
    if (engine && isNew) whenLeftAlone(idle, () => void measure(engine));
    if (now.state === 'training' && before.state !== 'training') trainingBegan = performance.now();
    const hasStopped = before.state === 'training' && now.state !== 'training';
    if (!engine || !info || !progress || !hasStopped) return;
    const { experiment } = document.experiment.getState();
    const tokens = experiment.batch * experiment.model.context;
    const known = speedOf(store.getState(), engine);
    const flops = stepFlops(experiment, info.vocab);
    const weight = trainingWeight((performance.now() - trainingBegan) / 1000);
    keepSpeed(store, engine, speedBySteps(known, tokens / progress.tokensPerSecond, flops, weight));
    // Of a training that came before anything was timed, what a run takes whatever its size is not known.
    if (!known) whenLeftAlone(idle, () => void measure(engine));
  });
  return store;
}

type Timed = Parameters<typeof probeSpeed>[1];

/** Times the processor with runs beside one another, as sweeps train them. */
async function timeProcessor(
  client: WorkerClient,
  edited: Timed,
  vocab: number,
): Promise<DeviceSpeed | null> {
  const { workers } = await client.call((lab) => lab.speed.machine());
  const probed = await probeSpeed(client, edited, { cores: workers, vocab });
  if (!probed) return null;
  const { runSeconds, stepSeconds, stepFlops: flops } = probed;
  return speedBySteps({ runSeconds, stepSeconds: 0, flopsPerSecond: 0 }, stepSeconds, flops);
}

/** Times a graphics card, whose runs take turns. */
async function timeCard(
  client: WorkerClient,
  engine: EngineInfo,
  { experiment }: Timed,
  vocab: number,
): Promise<DeviceSpeed | null> {
  const [run] = experiment.runs;
  // One's own text is not at hand for it.
  if (!run || experiment.corpus === ownTextId) return null;
  const time = (of: Experiment, seconds: number) =>
    client.call((lab) =>
      lab.speed.time(
        'webgpu',
        of,
        seconds,
        proxy(() => {}),
      ),
    );
  const usual = usualSize(experiment);
  const { stepMs } = await time(usual, timedSeconds);
  let known: DeviceSpeed | null = null;
  // A card that is software compiles for minutes.
  if (!engine.software) {
    // What the first one compiles is there for every run after it.
    await time(smallest(experiment), 0);
    const least = await time(smallest(experiment), 0);
    known = {
      runSeconds: (least.startMs + least.firstMs) / 1000,
      stepSeconds: least.stepMs / 1000,
      flopsPerSecond: 0,
    };
  }
  return speedBySteps(known, stepMs / 1000, trainingCost(usual, run, vocab).stepFlops);
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
