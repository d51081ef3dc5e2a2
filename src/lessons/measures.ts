/** What a lesson can ask of results: the registry of quantities, and the value of one for a run. */
import type { Experiment } from '../experiment/schema';
import type { Results, RunCurves } from '../runtime/runReducer';
import type { Series } from '../runtime/series';
import { z } from '../zod';

/** What a lesson's questions and checks read: an experiment and what came of it. */
export interface Outcome {
  experiment: Experiment;
  results: Pick<Results, 'curves' | 'captures' | 'info'>;
}

interface Quantity {
  /** Of a run's curves. */
  series(curves: RunCurves): Series;
  /** From what the curve holds to what is shown. */
  shown(value: number): number;
  better: 'high' | 'low';
}

/** By what a lesson names. Losses are of held-out sequences, in nats per token; accuracy is in percent. */
export const quantities = {
  loss: { series: ({ validation }) => validation, shown: (value) => value, better: 'low' },
  perplexity: { series: ({ validation }) => validation, shown: Math.exp, better: 'low' },
  accuracy: { series: ({ accuracy }) => accuracy, shown: (value) => 100 * value, better: 'high' },
} as const satisfies Record<string, Quantity>;

export type QuantityId = keyof typeof quantities;

export const quantitySchema = z.enum(Object.keys(quantities) as [QuantityId, ...QuantityId[]]);

/** Where on the curve: its last point, its best one, or the last one up to a step. */
const placeSchema = z.union([z.enum(['end', 'best']), z.int().min(0)]);

export const measureSchema = z.strictObject({
  run: z.string().max(40),
  of: quantitySchema,
  at: placeSchema.default('end'),
});

export type Measure = z.infer<typeof measureSchema>;

/** Gives a run's curve of a quantity, as it is shown; null where there is none. */
export function shownCurve(
  { results }: Outcome,
  run: string,
  of: QuantityId,
): { steps: number[]; values: number[] } | null {
  const curves = Object.hasOwn(results.curves, run) ? results.curves[run] : undefined;
  if (!curves) return null;
  const { series, shown } = quantities[of];
  const { steps, values } = series(curves);
  return steps.length > 0 ? { steps: [...steps], values: Array.from(values, shown) } : null;
}

/** Gives the value of a measure, as it is shown; null where the run has none. */
export function measureValue(measure: Measure, outcome: Outcome): number | null {
  const curve = shownCurve(outcome, measure.run, measure.of);
  if (!curve) return null;
  const { steps, values } = curve;
  const { at } = measure;
  if (at === 'best')
    return quantities[measure.of].better === 'low' ? Math.min(...values) : Math.max(...values);
  if (at === 'end') return values.at(-1) ?? null;
  return values[steps.findLastIndex((step) => step <= at)] ?? null;
}

/** Gives the value of a curve at a step, on the line between its points; that of its nearest end beyond them. */
export function interpolated(
  { steps, values }: { steps: readonly number[]; values: readonly number[] },
  step: number,
): number {
  const after = steps.findIndex((one) => one >= step);
  if (after <= 0) return (after === 0 ? values[0] : values.at(-1)) ?? Number.NaN;
  const [x0 = 0, x1 = 0] = [steps[after - 1], steps[after]];
  const [y0 = 0, y1 = 0] = [values[after - 1], values[after]];
  return y0 + ((y1 - y0) * (step - x0)) / (x1 - x0);
}

/** What an experiment is usually judged by, and the values that are usual of it. */
export const usualMeasure = ({ task }: Pick<Experiment, 'task'>) =>
  task === null
    ? ({ of: 'perplexity', from: 1, to: 20, step: 0.1, tolerance: 0.5 } as const)
    : ({ of: 'accuracy', from: 0, to: 100, step: 1, tolerance: 5 } as const);
