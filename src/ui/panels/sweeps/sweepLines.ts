/** Lines of a sweep's pictures and their axes, on the page and on paper. */
import { groupBy } from 'es-toolkit';
import { formatExact } from '../../../format/numbers';
import { type BandCurve, curveBand } from '../../../measure/bands';
import { type Axis, amountAxis, shareAxis, stepAxis, valueAxis } from '../../charts/ticks';
import type { SweepRow } from './sweepRows';

/** Lines over a number, by their names in their order, and the axes that hold them. @param log else it is a whole number */
export function linesOf(rows: readonly SweepRow[], isTask: boolean, log: boolean) {
  const xs = rows.map(({ x }) => Number(x));
  const lows = rows.map(({ band }) => band?.low ?? 0);
  const highs = rows.map(({ band }) => band?.high ?? 0);
  return {
    lines: Object.entries(groupBy(rows, ({ line }) => line ?? '')).map(([name, own]) => ({
      name,
      rows: own,
    })),
    x: amountAxis(Math.min(...xs), Math.max(...xs), log, { format: formatExact, least: log ? 0 : 1 }),
    y: isTask ? shareAxis : valueAxis(Math.min(...lows), Math.max(...highs), 5),
  };
}

/** A mean curve of each variation with a band over its seeds, and their axes; null where no seed of any has a point in common. */
export function bandsOfRows(
  rows: readonly SweepRow[],
  isTask: boolean,
): { curves: { key: string; name: string; curve: BandCurve }[]; x: Axis; y: Axis } | null {
  const curves = rows.map(({ key, name, results }) => ({
    key,
    name,
    curve: curveBand(
      results.map(({ curves: own }) => (isTask ? own.accuracy : own.validation)),
      'standardError',
    ),
  }));
  const bands = curves.flatMap(({ curve }) => curve.bands);
  if (bands.length === 0) return null;
  const last = Math.max(1, ...curves.flatMap(({ curve }) => curve.steps));
  const lows = bands.map(({ low }) => low);
  const highs = bands.map(({ high }) => high);
  return {
    curves,
    x: stepAxis(0, last, false, 6),
    y: isTask ? shareAxis : valueAxis(Math.min(...lows), Math.max(...highs), 5),
  };
}
