/** Between the page's stores and what is saved of an experiment: plain data that IndexedDB can clone. */
import { isEqual } from 'es-toolkit';
import { type Experiment, parseExperiment } from '../../experiment/schema';
import type { BackendInfo, OwnText } from '../../runtime/protocol';
import type { Checkpoint } from '../../train/checkpoint';
import { useExperiment } from '../session/experimentStore';
import { type Results, type RunCurves, useRuns } from '../session/runsStore';
import { Series } from '../session/series';
import { type ChartSettings, useView } from '../session/viewStore';

/** A saved experiment as the library lists it. */
export interface Entry {
  id: string;
  name: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  changedAt: number;
  /** Names of the runs. */
  runs: string[];
  /** Trained so far, of `steps`. */
  step: number;
  steps: number;
  /** About how much of the storage it takes. */
  bytes: number;
}

interface Points {
  steps: Float64Array;
  values: Float64Array;
}

/** Every point of every curve is saved: at most 100,000 steps of 8 runs, which are 13 MB. */
type SavedCurves = Record<keyof RunCurves, Points>;

/** Results that make sense without the models they came from. */
const savedResults = ['info', 'progress', 'failures', 'gentler', 'evaluations', 'look'] as const;
const savedView = ['runId', 'layer', 'head', 'probe', 'taskSample', 'chart'] as const;

export interface Contents {
  id: string;
  experiment: Experiment;
  view: Pick<ReturnType<typeof useView.getState>, (typeof savedView)[number]>;
  results: Pick<Results, 'state' | 'message' | (typeof savedResults)[number]> & {
    curves: Record<string, SavedCurves>;
  };
  /** What it was trained on last; null before any training. */
  backend: Pick<BackendInfo, 'name' | 'adapter'> | null;
}

export interface Saved {
  entry: Entry;
  contents: Contents;
  ownText: OwnText | null;
  checkpoints: Record<string, Checkpoint>;
}

/** What the page holds now, as the experiment of this entry. */
export function pageAsSaved({ id, name, createdAt }: Pick<Entry, 'id' | 'name' | 'createdAt'>): Saved {
  const { experiment, ownText } = useExperiment.getState();
  const runs = useRuns.getState();
  const { checkpoints, backend, curves } = runs;
  const contents: Contents = {
    id,
    experiment,
    view: pick(useView.getState(), savedView),
    results: {
      ...pick(runs, savedResults),
      state: runs.state,
      message: runs.message,
      curves: Object.fromEntries(Object.entries(curves).map(([runId, own]) => [runId, pointsOf(own)])),
    },
    backend: backend && runs.state !== 'empty' ? pick(backend, ['name', 'adapter']) : null,
  };
  const bytes = byteSize(contents) + byteSize(ownText) + byteSize(checkpoints);
  const entry = { id, name, createdAt, changedAt: Date.now(), ...summary(contents), bytes };
  return { entry, contents, ownText, checkpoints };
}

/** What the library says of the contents. */
export function summary({
  experiment,
  results,
}: Omit<Contents, 'id'>): Omit<Entry, 'id' | 'name' | 'createdAt' | 'changedAt' | 'bytes'> {
  const { runs, steps } = experiment;
  return { runs: runs.map(({ name }) => name), step: results.progress?.step ?? 0, steps };
}

/** Why a saved experiment cannot be shown, as a sentence; null where it can. */
export function refusalOf({ entry, contents }: Saved): string | null {
  const parsed = parseExperiment(contents.experiment);
  if (parsed.ok) return null;
  return `The saved experiment “${entry.name}” cannot be read (${parsed.message}). It is left as it is; a newer version of the lab may read it.`;
}

/**
 * Puts a saved experiment that is not refused on the page, as it was but for training, which is paused.
 * @returns whether results were left out, as no run was kept far enough to go on from
 */
export function showSaved({ contents, ownText, checkpoints }: Omit<Saved, 'entry'>): {
  interrupted: boolean;
} {
  const { view, results } = contents;
  const parsed = parseExperiment(contents.experiment);
  if (!parsed.ok) throw new Error(parsed.message);
  const curves = Object.fromEntries(
    Object.entries(results.curves).map(([runId, own]) => [runId, curvesOf(own)]),
  );
  // The same one stays, as what belongs to it does.
  const { experiment: edited } = useExperiment.getState();
  const experiment = isEqual(edited, parsed.experiment) ? edited : parsed.experiment;
  useExperiment.setState({ experiment, ownText, error: null });
  useView.setState({ ...view, chart: { ...useView.getState().chart, ...(view.chart as ChartSettings) } });
  useRuns.getState().clear();
  const kept = Object.keys({ ...checkpoints, ...results.failures }).length > 0;
  const trained = Object.keys(curves).length > 0;
  if (!kept) return { interrupted: trained };
  const state = results.state === 'finished' || results.state === 'failed' ? results.state : 'paused';
  const { version } = useRuns.getState();
  useRuns.setState({
    ...pick(results, savedResults),
    state,
    message: results.message,
    curves,
    checkpoints,
    version: version + 1,
  });
  return { interrupted: false };
}

const pointsOf = (curves: RunCurves): SavedCurves =>
  mapCurves(curves, ({ steps, values }) => ({ steps: steps.slice(), values: values.slice() }));

const curvesOf = (saved: SavedCurves): RunCurves =>
  mapCurves(saved, ({ steps, values }) => Series.of(steps, values));

function mapCurves<A, B>(
  curves: Record<keyof RunCurves, A>,
  change: (one: A) => B,
): Record<keyof RunCurves, B> {
  const { train, validation, accuracy } = curves;
  return { train: change(train), validation: change(validation), accuracy: change(accuracy) };
}

function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>;
}

/** About how many bytes a value takes when stored. */
export function byteSize(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.entries(value).reduce((sum, [key, entry]) => sum + key.length + byteSize(entry), 0);
}
