/** Means with standard errors. */
import { mapValues, mean as meanOf, sum, sumBy } from 'es-toolkit';
import type { Estimate, Outcome } from './types';

/** Half the width of a 95% interval in standard errors. */
const z95 = 1.96;

/**
 * Computes mean and sample standard deviation (n − 1). The latter is NaN for a single value, of which nothing can be said.
 */
export function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
  const n = values.length;
  const mean = meanOf(values);
  const squares = sumBy(values, (v) => (v - mean) ** 2);
  return { mean, deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : Number.NaN };
}

/** Estimates the mean with its standard error; NaN of a single value. */
export function meanEstimate(values: readonly number[]): Estimate {
  const { mean, deviation } = meanAndDeviation(values);
  return { value: mean, stderr: deviation / Math.sqrt(values.length), n: values.length, items: values };
}

/**
 * Estimates a perplexity: exp of the mean of losses in nats. Its standard error is that of the mean loss times the
 * perplexity (delta method); the interval is exp of the mean loss's 95% interval.
 */
export function perplexityEstimate(losses: readonly number[]): Estimate {
  const { value: loss, stderr, n } = meanEstimate(losses);
  const value = Math.exp(loss);
  return {
    value,
    stderr: value * stderr,
    n,
    items: losses,
    interval: [Math.exp(loss - z95 * stderr), Math.exp(loss + z95 * stderr)],
  };
}

/** Leaves the items of every estimate out, for the room that they take. */
export function withoutItems(outcome: Outcome): Outcome {
  if (!('metrics' in outcome)) return outcome;
  return { ...outcome, metrics: mapValues(outcome.metrics, ({ items: _, ...estimate }) => estimate) };
}

/** Averages the loss of a score, nats per token. */
export const meanLoss = (logProbs: readonly number[]): number => -sum(logProbs) / logProbs.length;

/** Computes the share of these that are true, 0 to 1. */
export const shareOf = (values: readonly boolean[]): number => values.filter(Boolean).length / values.length;
