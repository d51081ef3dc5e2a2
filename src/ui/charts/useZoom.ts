/** Keeps which part of a chart's horizontal axis is shown. */
import { useMemo, useState } from 'react';

export type Range = readonly [number, number];

export interface Zoom {
  /** The part that is shown; null for all of it. */
  range: Range | null;
  /** Shows another part. @param shown the part that is shown now */
  to(range: Range, shown: Range): void;
  /** Shows a part that is so many times as wide; all where that is wider. @param around stays where it is */
  by(factor: number, around: number, shown: Range): void;
  reset(): void;
}

interface State {
  axis: string;
  range: Range;
  /** All of the axis, when it was first zoomed. */
  whole: Range;
}

/** Returns the zoom of an axis, which is anew where the axis shows something else. @param axis what it shows */
export function useZoom(axis: string, log: boolean): Zoom {
  const [state, setState] = useState<State | null>(null);
  const current = state?.axis === axis && (!log || state.range[0] > 0) ? state : null;
  return useMemo(() => {
    const to = (range: Range, shown: Range) => {
      const whole = current?.whole ?? shown;
      const part = partOf(range, whole);
      if (part) setState(part === 'all' ? null : { axis, range: part, whole });
    };
    return {
      range: current?.range ?? null,
      to,
      by: (factor, around, shown) => to(zoomed(shown, factor, around, log), shown),
      reset: () => setState(null),
    };
  }, [current, axis, log]);
}

/** The closest that a part can be looked at, of the whole. */
const closest = 1e-5;

/** Cuts a range to the whole; null where so little is left that nothing could be told apart. */
export function partOf([low, high]: Range, [first, last]: Range): Range | 'all' | null {
  const [from, to] = [Math.max(first, low), Math.min(last, high)];
  if (from <= first && to >= last) return 'all';
  return to - from > closest * (last - first) ? [from, to] : null;
}

/** Widens a range by a factor, or narrows it, around a value that stays where it is. @param log see Scale.logSteps */
export const zoomed = ([low, high]: Range, factor: number, around: number, log: boolean): Range =>
  log
    ? [around * (low / around) ** factor, around * (high / around) ** factor]
    : [around + (low - around) * factor, around + (high - around) * factor];
