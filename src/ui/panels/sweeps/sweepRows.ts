/** What the page tells of a sweep's results: a value for each run, and a mean with its error for each variation over its seeds. */
import { groupBy, uniq } from 'es-toolkit';
import type { Sweep, SweepResult } from '../../../document/sweepsSchema';
import { nameWithoutSeed } from '../../../experiment/seedRuns';
import { findSweep, type SweepRun, sweepRuns } from '../../../experiment/sweeps/choice';
import type { SweepKind } from '../../../experiment/sweeps/sweep';
import { formatMeasured, formatPercent } from '../../../format/numbers';
import { words } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { type Band, bandOf } from '../../../measure/bands';
import { shareError, type ValueError, windowError } from '../../../measure/verdict';

/** Returns which picture a sweep makes; bars where this lab does not know it. */
export const pictureOf = ({ choice }: Sweep): SweepKind['picture'] =>
  findSweep(choice.sweep)?.picture ?? 'bars';

/** Says what the lines of a sweep's picture are over. */
export function axisName({ choice }: Sweep): string {
  const own = findSweep(choice.sweep)?.axis ?? '';
  return words(`sweeps.${choice.sweep}.axis`, own);
}

/** Writes what a sweep compares: a share in percent, or a loss. */
export const comparedText = (isTask: boolean, value: number): string =>
  isTask ? formatPercent(value, 1) : formatMeasured(value, 3);

/** Writes a variation's mean, with its standard error where it is of several seeds. */
export function bandText(isTask: boolean, { mean, low, high, n }: Band): string {
  const value = comparedText(isTask, mean);
  const error = comparedText(isTask, (high - low) / 2);
  return n > 1 ? t('sweeps.withError', { value, error, count: n }) : value;
}

/** Writes a variation's value: over seeds as `bandText` does, of a single run with its own error where that is known. */
export function valueText(isTask: boolean, { band, results }: SweepRow): string {
  if (!band) return '–';
  const [only] = results.length === 1 ? results : [];
  const error = only && band.n === 1 ? errorOf(only, isTask ? 'accuracy' : 'best') : null;
  if (!error) return bandText(isTask, band);
  return t(isTask ? 'sweeps.withAnswersError' : 'sweeps.withWindowsError', {
    value: comparedText(isTask, band.mean),
    error: comparedText(isTask, error.stderr),
  });
}

/** How unsure a single run's value is by itself; null where that is not known. */
export function errorOf(
  { accuracy, answers, windows }: SweepResult,
  measure: 'accuracy' | 'best',
): ValueError | null {
  if (measure === 'best') return windows && windows.length > 1 ? windowError(windows) : null;
  return accuracy !== null && answers ? shareError(accuracy, answers) : null;
}

/** The number that a sweep compares: a task's accuracy, higher is better, or the lowest validation loss. */
function comparedValue({ accuracy, best, loss }: SweepResult): number | null {
  return accuracy ?? best?.loss ?? loss;
}

/** One variation of a sweep, at all of its seeds. */
export interface SweepRow extends Pick<SweepRun, 'x' | 'line'> {
  /** Tells it from the sweep's others. */
  key: string;
  /** Without the seed. */
  name: string;
  results: SweepResult[];
  /** One standard error to each side of the mean; null where no run has a value. */
  band: Band | null;
}

const keyOf = (runId: string): string => runId.slice(0, runId.lastIndexOf('/'));

/** Gathers the runs that are done, by variation, in the order of the sweep. @param hidden ids of runs that are left out */
export function rowsOf(
  { experiment, choice, results }: Sweep,
  hidden: ReadonlySet<string> = new Set(),
): SweepRow[] {
  const listed = sweepRuns(experiment, choice);
  const done = new Map(results.map((result) => [result.run.id, result]));
  const places = new Map(listed.ok ? listed.runs.map((one) => [one.run.id, one]) : []);
  // Where the registry has changed, a result may be of a run that is no longer listed.
  const order = uniq([...places.keys(), ...done.keys()]);
  const shown = order.flatMap((id) => (hidden.has(id) ? [] : (done.get(id) ?? [])));
  const groups = groupBy(shown, ({ run }) => keyOf(run.id));
  return uniq(shown.map(({ run }) => keyOf(run.id))).map((key) => {
    const own = groups[key] as [SweepResult, ...SweepResult[]];
    const [first] = own;
    const values = own.map(comparedValue).filter((value) => value !== null);
    const place = places.get(first.run.id);
    return {
      key,
      name: nameWithoutSeed(first.run.name),
      x: place?.x ?? key,
      line: place?.line ?? null,
      results: own,
      band: values.length > 0 ? bandOf(values, 'standardError') : null,
    };
  });
}
