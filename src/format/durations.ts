/** How long something takes, for a reader: its two largest units. (`Intl.DurationFormat` is not in Node 20 and 22.) */
import { formatCount } from './numbers';

/** @param seconds at least 0; rounded before they are taken apart, so that 60 s never stand beside minutes */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return 'under 1 s';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${formatCount(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}
