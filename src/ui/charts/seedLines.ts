/** Runs that differ by their seed alone as one line: the mean of their losses, which the chart draws as a run's, and a band about it. */
import { type Band, type BandKind, curveBand } from '../../measure/bands';
import type { RunCurves } from '../../runtime/runReducer';
import { Series } from '../../runtime/series';
import { differences } from './differences';

/** Runs that are drawn as one. */
export interface SeedLine {
  /** In the order of the experiment; more than one. */
  members: readonly RunCurves[];
  /** What each of them is drawn as the difference to; null for none. */
  references: readonly RunCurves[] | null;
}

/** A band's edges at each step that all members have. */
export interface Edges {
  steps: Float64Array;
  low: Float64Array;
  high: Float64Array;
}

/** Computes the mean of each curve over runs, at the steps that all of them have. @param members at least one */
export function meanCurves(members: readonly RunCurves[]): RunCurves {
  const meanOf = (read: (curves: RunCurves) => Series): Series => {
    const { steps, bands } = curveBand(members.map(read), 'range');
    return Series.of(
      steps,
      bands.map(({ mean }) => mean),
    );
  };
  const means = {
    train: meanOf(({ train }) => train),
    validation: meanOf(({ validation }) => validation),
    accuracy: meanOf(({ accuracy }) => accuracy),
  };
  if (members.some(({ seconds }) => !seconds)) return means;
  return { ...means, seconds: meanOf(({ seconds }) => seconds as Series) };
}

/**
 * Computes the edges of the band about the members' mean as it is drawn. Of differences the band is that of the members' own
 * differences, so that what runs of one seed have in common is not counted.
 * @param read the curve as it is drawn, smoothed say @param value what a value of it is as it is drawn
 */
export function bandEdges(
  { members, references }: SeedLine,
  kind: BandKind,
  read: (curves: RunCurves) => Series,
  value: (of: number) => number,
): Edges {
  const own = members.map(read);
  const { steps, bands } = references
    ? curveBand(
        own.map((curve, i) => differences(curve, read(references[i] as RunCurves), value)),
        kind,
      )
    : curveBand(own, kind);
  const edge = (of: 'low' | 'high') =>
    Float64Array.from(bands, (band: Band) => (references ? band[of] : value(band[of])));
  return { steps: Float64Array.from(steps), low: edge('low'), high: edge('high') };
}
