/** Means over runs of several seeds, with a band: of curves, of indicators, and of results. */
import { mean, uniq } from 'es-toolkit';
import { meanAndDeviation } from './evals/statistics';
import type { Outcome } from './evals/types';
import type { Curve } from './verdict';

/** What a band spans: one standard error of the mean to each side, or from the lowest value to the highest. */
export type BandKind = 'standardError' | 'range';

/** A mean and what is told of its values. Of a single value the band has no width. */
export interface Band {
  mean: number;
  low: number;
  high: number;
  /** Values that it is of. */
  n: number;
}

/** Computes the band of values, at least one. */
export function bandOf(values: readonly number[], kind: BandKind): Band {
  const n = values.length;
  if (n === 1 || kind === 'range')
    return { mean: mean(values), low: Math.min(...values), high: Math.max(...values), n };
  const { mean: middle, deviation } = meanAndDeviation(values);
  const stderr = deviation / Math.sqrt(n);
  return { mean: middle, low: middle - stderr, high: middle + stderr, n };
}

/** A curve of bands, by rising step. */
export interface BandCurve {
  steps: number[];
  bands: Band[];
}

/**
 * Computes the band of curves at each step that all of them have: where one run is behind, or failed, it ends with that run, so that
 * every point is of the same runs.
 */
export function curveBand(curves: readonly Curve[], kind: BandKind): BandCurve {
  const [first] = curves;
  const found: BandCurve = { steps: [], bands: [] };
  if (!first) return found;
  // Where each curve is read: a live chart does so for thousands of steps at every redraw.
  const places = curves.map(() => 0);
  for (let i = 0; i < first.steps.length; i++) {
    const step = first.steps[i] as number;
    const values = curves.map(({ steps, values: own }, c) => {
      let place = places[c] as number;
      while (place < steps.length && (steps[place] as number) < step) place++;
      places[c] = place;
      return steps[place] === step ? (own[place] as number) : null;
    });
    if (values.includes(null)) continue;
    found.steps.push(step);
    found.bands.push(bandOf(values as number[], kind));
  }
  return found;
}

/** Computes the band of each number that all of the records have, such as a layer's indicators in runs of several seeds. */
export function bandsOf<Name extends string>(
  records: readonly Readonly<Partial<Record<Name, number | null>>>[],
  kind: BandKind,
): Partial<Record<Name, Band>> {
  const names = uniq(records.flatMap((record) => Object.keys(record) as Name[]));
  const bands = names.flatMap((name): [Name, Band][] => {
    const values = records.map((record) => record[name]).filter((value) => typeof value === 'number');
    return values.length < records.length ? [] : [[name, bandOf(values, kind)]];
  });
  return Object.fromEntries(bands) as Partial<Record<Name, Band>>;
}

/** Computes the band of each metric of one evaluation over seeds, by metric id; none where it is unavailable at any. */
export function outcomeBands(outcomes: readonly Outcome[], kind: BandKind): Record<string, Band> {
  const measured = outcomes.flatMap((outcome) => ('metrics' in outcome ? [outcome.metrics] : []));
  if (measured.length < outcomes.length) return {};
  const values = measured.map((metrics) =>
    Object.fromEntries(Object.entries(metrics).map(([id, { value }]) => [id, value])),
  );
  return bandsOf<string>(values, kind) as Record<string, Band>;
}
