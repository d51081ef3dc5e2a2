/** Outcomes at several seeds as one: means over seeds, with what is told of how they differ. */
import { type BandKind, bandOf } from '../bands';
import { meanAndDeviation } from './statistics';
import type { Estimate, Outcome, SeriesPoint } from './types';

/** Mean and sample standard deviation over seeds. */
function withDeviation(values: readonly number[]): Estimate {
  const { mean, deviation } = meanAndDeviation(values);
  return { value: mean, stderr: deviation, n: values.length, seeds: values.length };
}

/** Mean over seeds with its standard error, or with the lowest and the highest. */
function withBand(values: readonly number[], kind: BandKind): Estimate {
  const { mean, low, high, n } = bandOf(values, kind);
  return kind === 'range'
    ? { value: mean, stderr: Number.NaN, n, range: [low, high] }
    : { value: mean, stderr: (high - low) / 2, n };
}

/**
 * Merges outcomes of one evaluation at several seeds, at least one, to one outcome. Unavailable where it is at any. Of a single one the
 * estimates stay as they are.
 * @param kind what stands in place of the standard errors over items; without it the standard deviation between seeds
 */
export function overSeeds(outcomes: readonly Outcome[], kind?: BandKind): Outcome {
  const measured = outcomes.filter((outcome) => 'metrics' in outcome);
  const first = measured[0];
  if (!first || measured.length < outcomes.length)
    return outcomes.find((outcome) => 'unavailable' in outcome) as Outcome;
  const over = (estimates: readonly Estimate[]): Estimate => {
    if (estimates.length === 1) return estimates[0] as Estimate;
    const values = estimates.map(({ value }) => value);
    return kind ? withBand(values, kind) : withDeviation(values);
  };
  const metrics = Object.fromEntries(
    Object.keys(first.metrics).map((id) => [id, over(measured.flatMap((m) => m.metrics[id] ?? []))]),
  );
  const series = first.series?.map(
    ({ x }, i): SeriesPoint => ({
      x,
      perplexity: over(measured.flatMap((m) => m.series?.[i]?.perplexity ?? [])),
    }),
  );
  return series ? { metrics, series } : { metrics };
}
