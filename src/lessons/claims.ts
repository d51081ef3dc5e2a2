/** Claims about results, which decide which option of a question is right, and whether an exercise is solved. */
import { z } from '../zod';
import { measureSchema, measureValue, type Outcome } from './measures';

/** "This is above (or below) that": a number, or what another run has. */
export const claimSchema = z.strictObject({
  measure: measureSchema,
  is: z.enum(['above', 'below']),
  than: z.union([z.number(), measureSchema]),
});

export type Claim = z.infer<typeof claimSchema>;

/** Tells whether a claim holds; null where the results do not tell. */
export function claimHolds({ measure, is, than }: Claim, outcome: Outcome): boolean | null {
  const value = measureValue(measure, outcome);
  const bound = typeof than === 'number' ? than : measureValue(than, outcome);
  if (value === null || bound === null) return null;
  return is === 'above' ? value > bound : value < bound;
}
