/** What the page shows of it all: the chosen run, layer and head, the probe text, the chart's settings, an open dialog. */
import { create } from 'zustand';
import type { chartUnits } from '../../document/link/types';
import type { Experiment, Run } from '../../experiment/schema';
import type { OwnText } from '../../runtime/protocol';
import { useExperiment } from './experimentStore';

/** What the chart shows: nats per token, the perplexity of a token, bits per byte of text, a task's accuracy. */
export type UnitId = (typeof chartUnits)[number];

export interface ChartSettings {
  logSteps: boolean;
  unit: UnitId;
  /** Weight of the past in the moving average, 0 to below 1. */
  smoothing: number;
  hiddenRuns: string[];
}

export type Dialog =
  | { kind: 'help' }
  | { kind: 'share' }
  | { kind: 'library' }
  | { kind: 'rename' | 'place'; runId: string };

/** A change that can be taken back for as long as `after` is the experiment being edited. */
export interface UndoOffer {
  /** What was done, as a sentence. */
  said: string;
  before: Experiment;
  after: Experiment;
  /** The own text that goes with `before`. */
  ownText: OwnText | null;
  /** Takes back what was done beside the experiment. */
  undone?(): void;
}

interface ViewState {
  runId: string | null;
  layer: number;
  head: number;
  /** The large map is open. */
  enlarged: boolean;
  probe: string;
  /** Which sample of the task the maps are of, while one is chosen. */
  taskSample: number;
  chart: ChartSettings;
  dialog: Dialog | null;
  undoOffer: UndoOffer | null;
  set(change: Partial<Omit<ViewState, 'set' | 'setChart' | 'chart'>>): void;
  setChart(change: Partial<ChartSettings>): void;
}

export const useView = create<ViewState>()((set) => ({
  runId: null,
  layer: 0,
  head: 0,
  enlarged: false,
  probe: 'the white whale swam before the ship',
  taskSample: 0,
  chart: { logSteps: false, unit: 'loss', smoothing: 0.6, hiddenRuns: [] },
  dialog: null,
  undoOffer: null,
  set: (change) => set(change),
  setChart: (change) => set((state) => ({ chart: { ...state.chart, ...change } })),
}));

/** The run the view is on; the first where that one is gone. */
export function chosenRun(runs: readonly Run[], runId: string | null): Run {
  const found = runs.find((run) => run.id === runId) ?? runs[0];
  if (!found) throw new Error('An experiment has at least one run.');
  return found;
}

/** The layer the view is on in `run`; its last where there are not as many. */
export const chosenLayer = (run: Run, layer: number): number => Math.min(layer, run.layers.length - 1);

export function useChosenRun(): Run {
  const runId = useView((v) => v.runId);
  const runs = useExperiment((e) => e.experiment.runs);
  return chosenRun(runs, runId);
}

/** The chosen layer of the chosen run. */
export function useChosenLayer(): number {
  const run = useChosenRun();
  return useView((v) => chosenLayer(run, v.layer));
}
