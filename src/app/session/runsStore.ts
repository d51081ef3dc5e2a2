/** What the worker says: state, progress, every point of every curve, evaluations and the latest look. */
import { create } from 'zustand';
import type { Outcome } from '../../measure/evals';
import type {
  BackendInfo,
  EvaluationEvent,
  LoadedInfo,
  ProbeResult,
  RunEvent,
  TextFacts,
  TextProgress,
  TrainState,
} from '../../runtime/protocol';
import type { Checkpoint } from '../../train/checkpoint';
import { Series } from './series';

export interface RunCurves {
  train: Series;
  validation: Series;
  /** Share of a task's answers that are right; empty on a text. */
  accuracy: Series;
}

export type Preparing = Omit<Extract<RunEvent, { type: 'preparing' }>, 'type'>;
/** What a run or a baseline was found to reach, all of it with the weights of one step. */
export interface Evaluated {
  step: number | null;
  /** By evaluation id. */
  outcomes: Record<string, Outcome>;
}

export interface Results {
  state: TrainState;
  message: string | null;
  /** What failed may do with a smaller experiment. */
  tooLarge: boolean;
  preparing: Preparing | null;
  info: LoadedInfo | null;
  progress: { step: number; steps: number; tokensPerSecond: number; secondsLeft: number | null } | null;
  /** Grow in place; `version` rises with every batch of points. */
  curves: Record<string, RunCurves>;
  version: number;
  failures: Record<string, { step: number; message: string }>;
  /** Runs that go on at a part of their learning rate, since a step. */
  gentler: Record<string, { step: number; rateFactor: number }>;
  /** What each run goes on from when it is loaded anew. */
  checkpoints: Record<string, Checkpoint>;
  /** By run or baseline id. */
  evaluations: Record<string, Evaluated>;
  look: ProbeResult | null;
  lookError: string | null;
}

interface RunsState extends Results {
  backend: BackendInfo | null;
  /** Of the text the experiment names; null until it is read. */
  textFacts: TextFacts | null;
  /** How far the reading is, while it takes long. */
  textProgress: TextProgress | null;
  textError: string | null;
  /** Reading it takes long and nobody has asked for that: a link brought it. */
  textWaits: boolean;
  handle(event: RunEvent): void;
  /** Keeps an outcome; those of the same row from another step are dropped. */
  keepOutcome(event: Extract<EvaluationEvent, { type: 'outcome' }>): void;
  /** Takes every run that goes on back to its checkpoint; one that has none, to the start. */
  rewind(): void;
  /** Forgets every result, keeps the backend and what is known of the text. */
  clear(): void;
}

const nothing = (): Results => ({
  state: 'empty',
  message: null,
  tooLarge: false,
  preparing: null,
  info: null,
  progress: null,
  curves: {},
  version: 0,
  failures: {},
  gentler: {},
  checkpoints: {},
  evaluations: {},
  look: null,
  lookError: null,
});

/** Where the runs that have not failed go on from: the earliest of their checkpoints; null where none has one. */
export function stepToGoOnFrom({
  checkpoints,
  failures,
}: Pick<Results, 'checkpoints' | 'failures'>): number | null {
  const kept = Object.entries(checkpoints).filter(([runId]) => !failures[runId]);
  return kept.length === 0 ? null : Math.min(...kept.map(([, { steps }]) => steps));
}

/** Forgets what a run was beyond `step`; all of it for a step below 0. */
function cut({ train, validation, accuracy }: RunCurves, step: number): void {
  for (const series of [train, validation, accuracy]) series.cut(step);
}

export const useRuns = create<RunsState>()((set, get) => ({
  ...nothing(),
  backend: null,
  textFacts: null,
  textProgress: null,
  textError: null,
  textWaits: false,
  clear: () => set(nothing()),
  keepOutcome({ rowId, evalId, step, outcome }) {
    const { evaluations } = get();
    const own = evaluations[rowId];
    const outcomes = { ...(own?.step === step ? own.outcomes : {}), [evalId]: outcome };
    set({ evaluations: { ...evaluations, [rowId]: { step, outcomes } } });
  },
  rewind() {
    const { curves, failures, checkpoints, progress, version } = get();
    for (const [runId, own] of Object.entries(curves))
      if (!failures[runId]) cut(own, checkpoints[runId]?.steps ?? -1);
    const step = stepToGoOnFrom(get());
    const back = progress && step !== null ? { ...progress, step } : progress;
    set({ version: version + 1, progress: back, message: null, tooLarge: false, lookError: null });
  },
  handle(event) {
    const curvesOf = (runId: string) =>
      (get().curves[runId] ??= {
        train: new Series(),
        validation: new Series(),
        accuracy: new Series(),
      });
    switch (event.type) {
      case 'state':
        return set({
          state: event.state,
          message: event.message ?? null,
          tooLarge: event.tooLarge ?? false,
          preparing: null,
        });
      case 'preparing':
        return set({ preparing: event });
      case 'losses':
        for (const { step, loss } of event.points) curvesOf(event.runId).train.push(step, loss);
        return set({ version: get().version + 1 });
      case 'validation': {
        const { step, loss, accuracy } = event.point;
        curvesOf(event.runId).validation.push(step, loss);
        if (accuracy !== null) curvesOf(event.runId).accuracy.push(step, accuracy);
        return set({ version: get().version + 1 });
      }
      case 'progress': {
        const { step, steps, tokensPerSecond, secondsLeft } = event;
        return set({ progress: { step, steps, tokensPerSecond, secondsLeft } });
      }
      case 'runFailed': {
        const { runId, step, checkpointStep, message } = event;
        const { [runId]: checkpoint, ...checkpoints } = get().checkpoints;
        if (checkpoint && checkpoint.steps > checkpointStep) set({ checkpoints });
        return set({ failures: { ...get().failures, [runId]: { step, message } } });
      }
      case 'checkpoint':
        return set({ checkpoints: { ...get().checkpoints, ...event.checkpoints } });
      case 'rewound': {
        const { runId, step, rateFactor } = event;
        const { [runId]: _failure, ...failures } = get().failures;
        const { [runId]: _checkpoint, ...checkpoints } = get().checkpoints;
        cut(curvesOf(runId), step > 0 ? step : -1);
        const gentler = { ...get().gentler, [runId]: { step, rateFactor } };
        return set({ failures, checkpoints, gentler, version: get().version + 1 });
      }
    }
  },
}));
