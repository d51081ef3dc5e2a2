/** The place in a class that this tab has, so that a reload goes on with it: the address says only that it has one. */
import { keepValue, keptValue } from '../../platform/keptValues';
import { z } from '../../zod';
import { siteName } from '../siteName';

const visitSchema = z.object({
  /** Of the plan. */
  link: z.string(),
  seat: z.number().nullable(),
});

export type SeatVisit = z.infer<typeof visitSchema>;

const key = () => siteName('seat');

/** Keeps a visit; null for none. */
export const keepSeat = (visit: SeatVisit | null): void =>
  void keepValue('sessionStorage', key(), JSON.stringify(visit));

/** Returns the visit that was kept; null where there is none. */
export function keptSeat(): SeatVisit | null {
  try {
    return visitSchema.parse(JSON.parse(keptValue('sessionStorage', key()) ?? 'null'));
  } catch {
    return null;
  }
}
