/** How long something takes and when it was, for a reader. (`Intl.DurationFormat` is not in Node 20 and 22.) */
import { numberWords } from './language';
import { formatCount } from './numbers';

/**
 * A duration in its two largest units, a second one of zero left out: 1 min 59 s, 2 min, 3 h 5 min.
 * @param seconds rounded before they are taken apart, so that 60 s never stand beside minutes
 */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return `${formatCount(seconds)} s`;
  if (seconds < 1) return numberWords().underOneSecond();
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? pair(minutes, 'min', whole % 60, 's')
    : pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function pair(large: number, unit: string, small: number, smallUnit: string): string {
  return `${formatCount(large)} ${unit}${small === 0 ? '' : ` ${small} ${smallUnit}`}`;
}

/**
 * A duration that is estimated, for after the word “about”: to seconds, from a minute on to ten, from ten minutes on to minutes; one
 * second at least, as “about under 1 s” is no sentence.
 */
export function formatEstimatedDuration(seconds: number): string {
  const unit = seconds < 60 ? 1 : seconds < 600 ? 10 : 60;
  return formatDuration(Math.max(1, unit * Math.round(seconds / unit)));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** A moment in the reader's time zone: Mar 4, 2026, 9:05 PM. @param at milliseconds since 1970, as Date.now() */
export const formatDateTime = (at: number): string =>
  written('moment', { dateStyle: 'medium', timeStyle: 'short' }, at);

function written(kind: string, options: Intl.DateTimeFormatOptions, at: number): string {
  const { tag } = numberWords();
  const key = `${kind} ${tag}`;
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(tag, options);
  formatters.set(key, known);
  return known.format(at);
}

/** The time of day: 9:05 PM. @param at milliseconds since 1970 */
export const formatClock = (at: number): string => written('clock', { timeStyle: 'short' }, at);

/** A duration as a stopwatch has it: 0:07, 12:34, 1:02:03. @param seconds cut to whole ones */
export function formatStopwatch(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (n: number) => String(n).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  const rest = two(whole % 60);
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}
