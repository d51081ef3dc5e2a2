/** A run's curves as JSON has them: what a file or a recording says of them, checked. */
import { z } from '../../zod';
import type { StoredCurves } from '../document';

const points = z.object({ steps: z.array(z.int().min(0).max(1_000_000)), values: z.array(z.number()) });
const seriesSchema = points
  .refine(({ steps, values }) => steps.length === values.length, 'a curve has other steps than values')
  .refine(({ steps }) => steps.every((s, i) => i === 0 || s > (steps[i - 1] as number)), 'steps do not rise')
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
