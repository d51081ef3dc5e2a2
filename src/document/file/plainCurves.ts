/** A run's curves as JSON has them: what a file or a recording says of them, checked. */

import { words } from '../../format/words';
import { z } from '../../zod';
import type { StoredCurves } from '../document';
import { countList, numberList, otherSteps } from '../numberList';

const mostSteps = 1_000_000;
const points = z.object({ steps: countList(mostSteps + 1), values: numberList(mostSteps + 1) });
const seriesSchema = points
  .refine(({ steps, values }) => steps.length === values.length, { error: otherSteps })
  .refine(({ steps }) => steps.every((s, i) => i === 0 || s > (steps[i - 1] as number)), {
    error: () => words('wrong.falling', 'steps do not rise'),
  })
  .refine(({ steps }) => (steps.at(-1) ?? 0) <= mostSteps, {
    error: () => words('wrong.manySteps', 'there are too many steps'),
  })
  .transform(({ steps, values }) => ({ steps: Float64Array.from(steps), values: Float64Array.from(values) }));

/** Reads curves. */
export const plainCurvesSchema = z.object({
  train: seriesSchema,
  validation: seriesSchema,
  accuracy: seriesSchema,
  seconds: seriesSchema.optional(),
});

/** Writes curves. */
export function plainCurves({ train, validation, accuracy, seconds }: StoredCurves) {
  const plain = ({ steps, values }: StoredCurves['train']) => ({
    steps: Array.from(steps),
    values: Array.from(values),
  });
  const curves = { train: plain(train), validation: plain(validation), accuracy: plain(accuracy) };
  return seconds ? { ...curves, seconds: plain(seconds) } : curves;
}
