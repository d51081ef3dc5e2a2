/**
 * Knows how fast this device trains, so that the page can tell the time before anything is trained: from the last training
 * here, or else from a few steps that are timed while the page is idle.
 */
import { meanBy, pickBy } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Experiment } from '../../experiment/schema';
import { trainingCost } from '../../measure/trainingCost';
import { keepValue, keptValue } from '../../platform/keptValues';
import { proxy } from '../../runtime/client';
import type { EngineInfo, TimedEngine } from '../../runtime/protocol';
import type { PageDocument } from '../document/pageDocument';
import { siteName } from '../siteName';
import type { RunLifecycle } from './runLifecycle';

/** Floating point operations a second, over all runs that train at a time; by engine and device, those that are known. */
export type DeviceSpeeds = Readonly<Record<string, number>>;

export type DeviceSpeedStore = StoreApi<DeviceSpeeds>;

/** Returns the speed of an engine, in FLOPs a second; null while it is not known. */
export const speedOf = (speeds: DeviceSpeeds, engine: EngineInfo | null): number | null =>
  (engine && speeds[keyOf(engine)]) ?? null;

/** How long the page is left alone before steps are timed, in milliseconds: who presses Train at once needs no estimate. */
const idle = 1500;

/** Seconds for which steps are timed, at least. */
const timedSeconds = 0.1;

/** FLOPs of a step of each run, on average. @param vocab size of the vocabulary */
const stepFlops = (experiment: Experiment, vocab: number): number =>
  meanBy(experiment.runs, (run) => trainingCost(experiment, run, vocab).stepFlops);

/** What a speed is remembered by: another engine or device has another. */
const keyOf = ({ name, adapter }: EngineInfo): string => `${name} ${adapter}`;

const timedEngines: Record<EngineInfo['name'], TimedEngine | null> = {
  webgpu: 'webgpu',
  processor: 'oneWorker',
  // Too slow to be timed for nothing.
  cpu: null,
};

/** Watches one page's training from now on. */
export function watchDeviceSpeed(document: PageDocument, lifecycle: RunLifecycle): DeviceSpeedStore {
  const { runs, client } = lifecycle;
  const store: DeviceSpeedStore = createStore((): DeviceSpeeds => ({}));

  const take = (engine: EngineInfo, flopsPerSecond: number) => {
    if (isSpeed(flopsPerSecond)) store.setState({ [keyOf(engine)]: Math.round(flopsPerSecond) });
  };

  const measure = async (engine: EngineInfo) => {
    const { textFacts, state } = runs.getState();
    const timed = timedEngines[engine.name];
    const known = speedOf(store.getState(), engine) !== null;
    const { experiment } = document.experiment.getState();
    if (!timed || !textFacts || known || state !== 'empty' || experiment.task !== null) return;
    try {
      const { stepMs } = await client.call((lab) =>
        lab.speed.time(
          timed,
          experiment,
          timedSeconds,
          proxy(() => {}),
        ),
      );
      // On the processor as many runs train at a time as there are workers.
      const { workers } = await client.call((lab) => lab.speed.machine());
      const atATime = timed === 'oneWorker' ? Math.min(workers, experiment.runs.length) : 1;
      const [run] = experiment.runs;
      if (run)
        take(engine, (atATime * trainingCost(experiment, run, textFacts.vocab).stepFlops) / (stepMs / 1000));
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
    take(engine, (progress.tokensPerSecond / tokens) * stepFlops(experiment, info.vocab));
  });
  return store;
}

const isSpeed = (value: unknown): value is number =>
  typeof value === 'number' && value > 0 && Number.isFinite(value);

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
 * Estimates the seconds that a training takes on a device.
 * @param steps of each run
 * @param vocab size of the vocabulary
 */
export const trainingSeconds = (
  experiment: Experiment,
  steps: number,
  vocab: number,
  flopsPerSecond: number,
): number => (experiment.runs.length * steps * stepFlops(experiment, vocab)) / flopsPerSecond;
