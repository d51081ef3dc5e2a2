/** The runs as the page draws them: while they train, no more often than drawing leaves the cores to training. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { nextTask } from '../../runtime/nextTask';
import type { RunsState, RunsStore } from './runsStore';

/** Throttles redraws before the first step's loss, in milliseconds. */
const first = 60;
/** Bounds the throttle of redraws after it, in milliseconds. */
const shortest = 200;
const longest = 1000;
/** Drawing takes at most an eleventh of the time, for redraws of up to 100 ms: training on the processor needs the same cores. */
const restPerRedraw = 10;

/** Fields that training changes with every step. */
const live: ReadonlySet<string> = new Set<keyof RunsState>([
  'curves',
  'heldOut',
  'progress',
  'checkpoints',
  'captures',
  'attentionProbe',
]);

const changesWhileTraining = (now: RunsState, before: RunsState) =>
  now.state === 'training' &&
  Object.entries(now).every(
    ([field, value]) => live.has(field) || value === before[field as keyof RunsState],
  );

/**
 * Follows a store of runs: at once where a run starts, ends, fails or is edited, throttled while training changes nothing but
 * its curves. All that shows runs reads this one, so that one redraw is for all of it.
 */
export function throttleRuns(runs: RunsStore): StoreApi<RunsState> {
  const shown = createStore<RunsState>()(() => runs.getState());
  let interval = shortest;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** When training changed what is shown. */
  let last = Number.NEGATIVE_INFINITY;
  const show = () => {
    clearTimeout(timer);
    timer = undefined;
    measureFrame((cost) => {
      interval = Math.min(longest, Math.max(shortest, restPerRedraw * cost));
    });
    shown.setState(runs.getState(), true);
  };
  const showTraining = () => {
    last = performance.now();
    show();
  };
  runs.subscribe((now) => {
    const before = shown.getState();
    // What a person started or ended is followed at once, and what a redraw costs is measured anew.
    if (now.state !== before.state) {
      last = Number.NEGATIVE_INFINITY;
      interval = shortest;
    }
    if (!changesWhileTraining(now, before)) return show();
    const apart = before.progress === null ? first : interval;
    const rest = last + apart - performance.now();
    if (rest <= 0) showTraining();
    else timer ??= setTimeout(showTraining, rest);
  });
  return shown;
}

/** Measures the time until the next frame is painted, in milliseconds; not at all where none is, as in a hidden tab. */
function measureFrame(done: (cost: number) => void): void {
  // An app in Node draws nothing.
  if (typeof requestAnimationFrame === 'undefined') return;
  const start = performance.now();
  // A task that is posted within a frame runs after its layout and paint.
  requestAnimationFrame(() => void nextTask().then(() => done(performance.now() - start)));
}
