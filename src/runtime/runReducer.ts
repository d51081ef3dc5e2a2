/** Reduces the events of a worker to the results of an experiment, by pure functions (state, event) → state. */
import { mapValues, omit, pick } from 'es-toolkit';
import type { LabDocument } from '../document/document';
import type { Outcome } from '../measure/evals';
import type { KeptCheckpoint } from '../train/packedCheckpoint';
import type {
  EvaluationEvent,
  LoadedInfo,
  ProbeResult,
  RunEvent,
  TrainState,
  ValidationPoint,
} from './protocol';
import { capturesUpTo, mostBytes, type RunCaptures, shareOfBytes, withCapture } from './runCaptures';
import { Series } from './series';

/** A run's losses and accuracy by step. */
export interface RunCurves {
  /** Mean cross-entropy of each step's batch, nats per token. */
  train: Series;
  /** The same of the held-out sequences. */
  validation: Series;
  /** Share of a task's answers that are right; empty on a text. */
  accuracy: Series;
  /** Seconds trained by some of the steps, from the start; missing where a run began before they were recorded. */
  seconds?: Series;
}

/** What is kept of a run's validations beside their curves, to tell how sure they are. */
export interface HeldOut {
  /** Due answers that each is the mean of. */
  answers: number;
  /** Each held-out sequence's part in the lowest loss so far, and its step; null where that is not known. */
  lowest: { step: number; windows: number[] } | null;
}

/** How far a load is. */
export type Preparing = Omit<Extract<RunEvent, { type: 'preparing' }>, 'type'>;

/** Outcomes of a run or a baseline, all of them with the weights of one step. */
export interface Evaluated {
  /** null of a baseline, which is not trained. */
  step: number | null;
  /** By evaluation id. */
  outcomes: Record<string, Outcome>;
}

/** Everything that a reset clears. */
export interface Results {
  state: TrainState;
  message: string | null;
  /** Whether a smaller experiment may do where this one failed. */
  tooLarge: boolean;
  preparing: Preparing | null;
  info: LoadedInfo | null;
  progress: { step: number; steps: number; tokensPerSecond: number; secondsLeft: number | null } | null;
  /** By run id. */
  curves: Record<string, RunCurves>;
  /** By run id; missing where a run was opened from where it is not told. */
  heldOut: Record<string, HeldOut>;
  /** Runs whose loss diverged, by run id. */
  failures: Record<string, { step: number; message: string }>;
  /** Runs that resumed at a part of their learning rate, and from which step, by run id. */
  gentler: Record<string, { step: number; rateFactor: number }>;
  /** The last checkpoint of each run, by run id. */
  checkpoints: Record<string, KeptCheckpoint>;
  /** What the probe looked like along the way, by run id. */
  captures: Record<string, RunCaptures>;
  /** What took the last step; null before any, and where what was opened does not tell. */
  trainedOn: LabDocument['backend'];
  /** By run or baseline id. */
  evaluations: Record<string, Evaluated>;
  attentionProbe: ProbeResult | null;
  attentionProbeError: string | null;
  /** All of it is of a recording: nothing was trained here. */
  recorded: boolean;
}

/** The results of an experiment that was not trained. */
export const noResults: Results = {
  state: 'empty',
  message: null,
  tooLarge: false,
  preparing: null,
  info: null,
  progress: null,
  curves: {},
  heldOut: {},
  failures: {},
  gentler: {},
  checkpoints: {},
  captures: {},
  trainedOn: null,
  evaluations: {},
  attentionProbe: null,
  attentionProbeError: null,
  recorded: false,
};

export const resultFields = Object.keys(noResults) as (keyof Results)[];

const noCurves: RunCurves = { train: Series.empty, validation: Series.empty, accuracy: Series.empty };

/** Gives the results after an event of the runs. */
export function reduceRunEvent(results: Results, event: RunEvent): Results {
  switch (event.type) {
    case 'state': {
      const { state, message = null, tooLarge = false } = event;
      return { ...results, state, message, tooLarge, preparing: null };
    }
    case 'preparing': {
      const { type: _, ...preparing } = event;
      return { ...results, preparing };
    }
    case 'losses': {
      const { runId, points, seconds } = event;
      return withCurves(results, runId, (curves) => ({
        ...curves,
        ...secondsAfter(curves, points.at(-1)?.step, seconds),
        train: curves.train.append(
          points.map(({ step }) => step),
          points.map(({ loss }) => loss),
        ),
      }));
    }
    case 'validation': {
      const { step, loss, accuracy } = event.point;
      const heldOut = heldOutAfter(results, event.runId, event.point);
      return withCurves({ ...results, heldOut }, event.runId, (curves) => ({
        ...curves,
        validation: curves.validation.append([step], [loss]),
        accuracy: accuracy === null ? curves.accuracy : curves.accuracy.append([step], [accuracy]),
      }));
    }
    case 'progress': {
      const { type: _, ...progress } = event;
      return { ...results, progress };
    }
    case 'runFailed': {
      const { runId, step, checkpointStep, message } = event;
      const failures = { ...results.failures, [runId]: { step, message } };
      const last = results.checkpoints[runId];
      const checkpoints =
        last && last.steps > checkpointStep ? omit(results.checkpoints, [runId]) : results.checkpoints;
      return { ...results, failures, checkpoints };
    }
    case 'checkpoint':
      return { ...results, checkpoints: { ...results.checkpoints, ...event.checkpoints } };
    case 'capture': {
      const { runId, capture } = event;
      const { [runId]: own = [] } = results.captures;
      const runs = Object.keys({ ...results.captures, [runId]: own }).length;
      const captures = {
        ...results.captures,
        [runId]: withCapture(own, capture, mostBytes(runs), shareOfBytes(runs)),
      };
      return { ...results, captures };
    }
    case 'rewound': {
      const { runId, step, rateFactor } = event;
      const last = step > 0 ? step : -1;
      const { [runId]: captures = [] } = results.captures;
      return {
        ...withCurves(results, runId, (curves) => truncated(curves, last)),
        heldOut: mapValues(results.heldOut, (own, id) => (id === runId ? heldOutUpTo(own, last) : own)),
        failures: omit(results.failures, [runId]),
        checkpoints: omit(results.checkpoints, [runId]),
        captures: { ...results.captures, [runId]: capturesUpTo(captures, step > 0 ? step : -1) },
        gentler: { ...results.gentler, [runId]: { step, rateFactor } },
      };
    }
    // These are told to the reader and change no result.
    case 'slept':
    case 'kernelFallback':
      return results;
  }
}

/** Gives the part of an event that is about some runs alone; null for none. */
export function eventOfRuns(event: RunEvent, runIds: ReadonlySet<string>): RunEvent | null {
  if (event.type === 'checkpoint') return { ...event, checkpoints: pick(event.checkpoints, [...runIds]) };
  return 'runId' in event && runIds.has(event.runId) ? event : null;
}

/** Gives the results after an evaluation's outcome. Outcomes of the same row at another step are dropped. */
export function reduceOutcome(
  results: Results,
  { rowId, evalId, step, outcome }: Extract<EvaluationEvent, { type: 'outcome' }>,
): Results {
  const own = results.evaluations[rowId];
  const outcomes = { ...(own?.step === step ? own.outcomes : {}), [evalId]: outcome };
  return { ...results, evaluations: { ...results.evaluations, [rowId]: { step, outcomes } } };
}

/**
 * Rewinds the results to every run's checkpoint, which it resumes from; a run that has none, and has not failed, to the
 * start.
 */
export function rewindToCheckpoints(results: Results): Results {
  const { failures, checkpoints, progress } = results;
  const lastStep = (runId: string) =>
    failures[runId] ? Number.POSITIVE_INFINITY : (checkpoints[runId]?.steps ?? -1);
  const curves = mapValues(results.curves, (own, runId) => truncated(own, lastStep(runId)));
  const captures = mapValues(results.captures, (own, runId) => capturesUpTo(own, lastStep(runId)));
  const heldOut = mapValues(results.heldOut, (own, runId) => heldOutUpTo(own, lastStep(runId)));
  const step = resumeStep(results);
  const back = progress && step !== null ? { ...progress, step } : progress;
  return {
    ...results,
    curves,
    heldOut,
    captures,
    progress: back,
    message: null,
    tooLarge: false,
    attentionProbeError: null,
  };
}

/**
 * Finds the step that training resumes from: the earliest checkpoint of a run that has not failed; null where there is
 * none.
 */
export function resumeStep({
  checkpoints,
  failures,
}: Pick<Results, 'checkpoints' | 'failures'>): number | null {
  const live = Object.entries(checkpoints).filter(([runId]) => !failures[runId]);
  return live.length === 0 ? null : Math.min(...live.map(([, { steps }]) => steps));
}

function withCurves(results: Results, runId: string, change: (curves: RunCurves) => RunCurves): Results {
  return { ...results, curves: { ...results.curves, [runId]: change(results.curves[runId] ?? noCurves) } };
}

/** Sums up the time of a run's steps; nothing where the time of those before is not known. */
function secondsAfter(
  { train, seconds = Series.empty }: RunCurves,
  step: number | undefined,
  took: number | undefined,
): Pick<RunCurves, 'seconds'> {
  const isKnown = seconds.length > 0 || train.length === 0;
  if (!isKnown || step === undefined || took === undefined) return {};
  return { seconds: seconds.append([step], [(seconds.last?.value ?? 0) + took]) };
}

/** Gives what is kept of every run's validations after one more of a run. */
function heldOutAfter(
  { heldOut, curves }: Results,
  runId: string,
  { step, loss, answers, windows }: ValidationPoint,
): Results['heldOut'] {
  if (answers === undefined) return heldOut;
  const isLowest = curves[runId]?.validation.values.every((before) => loss < before) ?? true;
  const lowest = isLowest && windows ? { step, windows } : isLowest ? null : (heldOut[runId]?.lowest ?? null);
  return { ...heldOut, [runId]: { answers, lowest } };
}

const heldOutUpTo = ({ answers, lowest }: HeldOut, step: number): HeldOut => ({
  answers,
  lowest: lowest && lowest.step <= step ? lowest : null,
});

/** Gives a run's curves as far as a step. */
export const truncated = ({ train, validation, accuracy, seconds }: RunCurves, step: number): RunCurves => ({
  train: train.truncate(step),
  validation: validation.truncate(step),
  accuracy: accuracy.truncate(step),
  ...(seconds && { seconds: seconds.truncate(step) }),
});
