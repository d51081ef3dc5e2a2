/** The same experiment at several seeds, as one: means over seeds, with the deviation between them. */
import { meanAndDeviation } from './statistics';
import type { Estimate, Outcome, SeriesPoint } from './types';

/** Mean and sample standard deviation over seeds; of a single one the estimate with its own standard error. */
function over(estimates: readonly Estimate[]): Estimate {
  if (estimates.length === 1) return estimates[0] as Estimate;
  const { mean, deviation } = meanAndDeviation(estimates.map(({ value }) => value));
  return { value: mean, stderr: deviation, n: estimates.length, seeds: estimates.length };
}

/**
 * Merges outcomes of one evaluation at several seeds, at least one, to one outcome: in place of the standard errors stands
 * the standard deviation between seeds. Unavailable where it is at any.
 */
export function overSeeds(outcomes: readonly Outcome[]): Outcome {
  const measured = outcomes.filter((outcome) => 'metrics' in outcome);
  const first = measured[0];
  if (!first || measured.length < outcomes.length)
    return outcomes.find((outcome) => 'unavailable' in outcome) as Outcome;
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
