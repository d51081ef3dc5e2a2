/** A place on a chart in pixels. */
import { round } from 'es-toolkit';

/** Rounds to a tenth; 0 for what has no place, as 0 on a logarithmic axis. */
export const pixel = (place: number): number => (Number.isFinite(place) ? round(place, 1) : 0);
