/** What this tab knows of the lesson it shows, so that a reload goes on with it. */

import { keepValue, keptValue } from '../../platform/keptValues';
import { z } from '../../zod';
import { isFrame } from '../frame/frameAddress';
import { siteName } from '../siteName';

/** By step id. */
export const answersSchema = z.record(
  z.string(),
  z.object({
    value: z.union([z.number(), z.array(z.string()), z.array(z.number())]),
    locked: z.boolean(),
  }),
);

const visitSchema = z.object({
  lesson: z.string(),
  /** The step, from 0. */
  at: z.int().min(0),
  /** Id of the saved experiment that is the lesson's, and of the one that was on the page before. */
  experiment: z.string(),
  before: z.string().nullable(),
  answers: answersSchema,
});

type Visit = z.infer<typeof visitSchema>;

const key = () => siteName('lesson');

/** Keeps a visit; null for none. All frames of a tab would share it with the tab's page, and keep their own. @see ../frame/frameVisit.ts */
export function keepVisit(visit: Visit | null): void {
  if (!isFrame()) keepValue('sessionStorage', key(), JSON.stringify(visit));
}

/** Returns the visit that was kept; null where there is none. */
export function keptVisit(): Visit | null {
  try {
    return visitSchema.parse(JSON.parse(keptValue('sessionStorage', key()) ?? 'null'));
  } catch {
    return null;
  }
}
