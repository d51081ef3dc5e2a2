/** Rows of a sweep's table: a run each, or all seeds of a variation together; and their differences to the pinned one. */
import { mean } from 'es-toolkit';
import type { SweepResult } from '../../../document/sweepsSchema';
import { settingsOfRun } from '../../../experiment/overrides';
import type { Experiment } from '../../../experiment/schema';
import { type Band, bandOf } from '../../../measure/bands';
import { type Delta, seedDelta, valueDelta } from '../../../measure/deltas';
import { windowError } from '../../../measure/verdict';
import { errorOf, type SweepRow } from './sweepRows';

export interface TableRow {
  /** Of its run; of its variation where it is of all seeds. */
  id: string;
  /** Of its variation, which the picture has a mark of. */
  key: string;
  name: string;
  /** At least one, in the order of the sweep. */
  results: readonly SweepResult[];
}

/** Lists the rows of a table. @param grouped one for all seeds of a variation */
export const tableRows = (rows: readonly SweepRow[], grouped: boolean): TableRow[] =>
  grouped
    ? rows.map(({ key, name, results }) => ({ id: key, key, name, results }))
    : rows.flatMap(({ key, results }) =>
        results.map((result) => ({ id: result.run.id, key, name: result.run.name, results: [result] })),
      );

/** What is measured of a run. */
const measures = {
  steps: ({ steps }: SweepResult): number | null => steps,
  accuracy: ({ accuracy }: SweepResult) => accuracy,
  best: ({ best }: SweepResult) => best?.loss ?? null,
  loss: ({ loss }: SweepResult) => loss,
} as const;

export type MeasureId = keyof typeof measures;

const valuesOf = ({ results }: TableRow, measure: MeasureId): number[] =>
  results.map(measures[measure]).filter((value) => value !== null);

/** A measure's mean over a row's runs, one standard error to each side; null where no run has it. */
export function bandOfRow(row: TableRow, measure: MeasureId): Band | null {
  const values = valuesOf(row, measure);
  return values.length > 0 ? bandOf(values, 'standardError') : null;
}

/**
 * Compares a row with the pinned one: by seed where both have two seeds in common; else run with run, a loss over the held-out
 * sequences of both; else by the errors of both.
 * @returns null where one of them has no value
 */
export function rowDelta(
  experiment: Experiment,
  own: TableRow,
  pinned: TableRow,
  measure: 'accuracy' | 'best',
): Delta | null {
  const [ours, theirs] = [valuesOf(own, measure), valuesOf(pinned, measure)];
  if (ours.length === 0 || theirs.length === 0) return null;
  const bySeed = ({ results }: TableRow) =>
    new Map(
      results.flatMap((result) => {
        const value = measures[measure](result);
        return value === null ? [] : [[settingsOfRun(experiment, result.run).seed, value] as const];
      }),
    );
  const haveSeeds = ours.length > 1 && theirs.length > 1;
  return (
    (haveSeeds ? seedDelta(bySeed(own), bySeed(pinned)) : null) ??
    valueDelta(measuredOf(own, ours, measure), measuredOf(pinned, theirs, measure))
  );
}

/** @param values at least one */
function measuredOf({ results }: TableRow, values: readonly number[], measure: 'accuracy' | 'best') {
  const [only] = results.length === 1 ? results : [];
  return {
    value: mean(values),
    error: only ? errorOf(only, measure) : values.length > 1 ? windowError(values) : null,
    items: only && measure === 'best' ? only.windows : null,
  };
}
