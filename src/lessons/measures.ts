/** What a lesson can ask of results: quantities of curves and of evaluations, and the value of one for a run. */
import type { Experiment } from '../experiment/schema';
import { evaluations } from '../measure/evals';
import type { Metric } from '../measure/evals/types';
import type { Results, RunCurves } from '../runtime/runReducer';
import type { Series } from '../runtime/series';
import { z } from '../zod';

/** What a lesson's questions and checks read: an experiment and what came of it. */
export interface Outcome {
  experiment: Experiment;
  results: Pick<Results, 'curves' | 'captures' | 'info' | 'evaluations'>;
}

interface CurveQuantity {
  /** Of a run's curves. */
  series(curves: RunCurves): Series;
  /** From what the curve holds to what is shown. */
  shown(value: number): number;
  better: 'high' | 'low';
}

/** What is read off a curve, by what a lesson names. Losses are of held-out sequences, in nats per token; accuracy is in percent. */
const curveQuantities = {
  loss: { series: ({ validation }) => validation, shown: (value) => value, better: 'low' },
  perplexity: { series: ({ validation }) => validation, shown: Math.exp, better: 'low' },
  accuracy: { series: ({ accuracy }) => accuracy, shown: (value) => 100 * value, better: 'high' },
} as const satisfies Record<string, CurveQuantity>;

export type CurveQuantityId = keyof typeof curveQuantities;

export const curveQuantityIds = Object.keys(curveQuantities) as CurveQuantityId[];

export const curveQuantitySchema = z.enum(curveQuantityIds as [CurveQuantityId, ...CurveQuantityId[]]);

const isOfCurve = (id: string): id is CurveQuantityId => Object.hasOwn(curveQuantities, id);

/** What an evaluation finds of a run, beyond what its curves tell, by the metric's id; shares are in percent. */
export const foundQuantities: readonly (Metric & { evaluation: string })[] = evaluations.flatMap(
  ({ id: evaluation, metrics }) =>
    metrics.filter(({ id }) => !isOfCurve(id)).map((metric) => ({ ...metric, evaluation })),
);

const quantityIds = [...curveQuantityIds, ...foundQuantities.map(({ id }) => id)];

/** Where on the curve: its last point, its best one, or the last one up to a step. */
const placeSchema = z.union([z.enum(['end', 'best']), z.int().min(0)]);

export const measureSchema = z.strictObject({
  run: z.string().max(40),
  of: z.enum(quantityIds as [string, ...string[]]),
  /** Of a curve; an evaluation finds one number. */
  at: placeSchema.default('end'),
});

export type Measure = z.infer<typeof measureSchema>;

/** Gives the id of the evaluation that a quantity is found by; null where curves tell it. */
export const evaluationOf = (of: string): string | null =>
  foundQuantities.find(({ id }) => id === of)?.evaluation ?? null;

/** Which values of a quantity are better. */
export function better(of: string): 'high' | 'low' {
  if (isOfCurve(of)) return curveQuantities[of].better;
  return foundQuantities.find(({ id }) => id === of)?.better === 'higher' ? 'high' : 'low';
}

/** Gives a run's curve of a quantity, as it is shown; null where there is none. */
export function shownCurve(
  { results }: Outcome,
  run: string,
  of: CurveQuantityId,
): { steps: number[]; values: number[] } | null {
  const curves = Object.hasOwn(results.curves, run) ? results.curves[run] : undefined;
  if (!curves) return null;
  const { series, shown } = curveQuantities[of];
  const { steps, values } = series(curves);
  return steps.length > 0 ? { steps: [...steps], values: Array.from(values, shown) } : null;
}

/** Gives the value of a measure, as it is shown; null where the run has none. */
export function measureValue({ run, of, at }: Measure, outcome: Outcome): number | null {
  if (!isOfCurve(of)) return foundValue(run, of, outcome);
  const curve = shownCurve(outcome, run, of);
  if (!curve) return null;
  const { steps, values } = curve;
  if (at === 'best') return better(of) === 'low' ? Math.min(...values) : Math.max(...values);
  if (at === 'end') return values.at(-1) ?? null;
  return values[steps.findLastIndex((step) => step <= at)] ?? null;
}

function foundValue(run: string, of: string, { results }: Outcome): number | null {
  const quantity = foundQuantities.find(({ id }) => id === of);
  const evaluated = Object.hasOwn(results.evaluations, run) ? results.evaluations[run] : undefined;
  const outcome = evaluated?.outcomes[quantity?.evaluation ?? ''];
  const estimate = outcome && 'metrics' in outcome ? outcome.metrics[of] : undefined;
  if (!quantity || !estimate) return null;
  return quantity.unit === 'share' ? 100 * estimate.value : estimate.value;
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
