/** What the page shows of it all: the chosen run, layer and head, the probe text, the chart's settings. */
import { create } from 'zustand';
import type { Run } from '../experiment/schema';
import { useExperiment } from './experimentStore';

export interface ChartSettings {
  logSteps: boolean;
  perplexity: boolean;
  /** Weight of the past in the moving average, 0 to below 1. */
  smoothing: number;
  hiddenRuns: string[];
}

interface ViewState {
  runId: string | null;
  layer: number;
  head: number;
  /** The large map is open. */
  enlarged: boolean;
  probe: string;
  chart: ChartSettings;
  set(change: Partial<Omit<ViewState, 'set' | 'setChart' | 'chart'>>): void;
  setChart(change: Partial<ChartSettings>): void;
}

export const useView = create<ViewState>()((set) => ({
  runId: null,
  layer: 0,
  head: 0,
  enlarged: false,
  probe: 'the white whale swam before the ship',
  chart: { logSteps: false, perplexity: false, smoothing: 0.6, hiddenRuns: [] },
  set: (change) => set(change),
  setChart: (change) => set((state) => ({ chart: { ...state.chart, ...change } })),
}));

/** The run the view is on; the first where that one is gone. */
export function chosenRun(runs: readonly Run[], runId: string | null): Run {
  const found = runs.find((run) => run.id === runId) ?? runs[0];
  if (!found) throw new Error('An experiment has at least one run.');
  return found;
}

export function useChosenRun(): Run {
  const runId = useView((v) => v.runId);
  const runs = useExperiment((e) => e.experiment.runs);
  return chosenRun(runs, runId);
}
