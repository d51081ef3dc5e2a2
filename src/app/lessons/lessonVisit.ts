/** What this tab knows of the lesson it shows, so that a reload goes on with it. */

import { keepValue, keptValue } from '../../platform/keptValues';
import { z } from '../../zod';
import { siteName } from '../siteName';

const visitSchema = z.object({
  lesson: z.string(),
  /** Id of the saved experiment that is the lesson's, and of the one that was on the page before. */
  experiment: z.string(),
  before: z.string().nullable(),
  answers: z.record(
    z.string(),
    z.object({
      value: z.union([z.number(), z.array(z.string()), z.array(z.number())]),
      locked: z.boolean(),
    }),
  ),
});

type Visit = z.infer<typeof visitSchema>;

const key = () => siteName('lesson');

/** Keeps a visit; null for none. */
export const keepVisit = (visit: Visit | null): void =>
  void keepValue('sessionStorage', key(), JSON.stringify(visit));

/** Returns the visit that was kept; null where there is none. */
export function keptVisit(): Visit | null {
  try {
    return visitSchema.parse(JSON.parse(keptValue('sessionStorage', key()) ?? 'null'));
  } catch {
    return null;
  }
}
