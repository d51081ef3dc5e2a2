/** Arranges every order of two variants as a grid: the lower layers of a stack down, its upper layers across. */
import { uniq } from 'es-toolkit';
import type { Sweep } from '../../../document/sweepsSchema';
import { sweepRuns } from '../../../experiment/sweeps/choice';
import { t } from '../../../i18n/i18n';
import type { SweepRow } from './sweepRows';

/** A half of a stack, from its first layer to its last: "0" for the first variant, "1" for the second. */
type Half = string;

export interface OrderLayout {
  /** Those of the lower layers, and of the upper ones. */
  below: readonly Half[];
  above: readonly Half[];
  /** By both halves together; what is not trained yet is not there. */
  cells: ReadonlyMap<string, SweepRow>;
  /** Means of the worst cell and of the best, and the key of the best. */
  worst: number;
  best: number;
  bestKey: string;
}

/** How many layers the second variant has. */
const seconds = (half: Half) => [...half].filter((layer) => layer === '1').length;

/**
 * Arranges a sweep's rows. Halves with few layers of the second variant come first, so that stacks alike in that are neighbours.
 * @param rows at least one, each with a band
 */
export function orderLayout({ experiment, choice }: Sweep, rows: readonly SweepRow[]): OrderLayout {
  const listed = sweepRuns(experiment, choice);
  const keys = (listed.ok ? listed.runs : rows).map(({ x }) => String(x));
  const lower = Math.ceil((keys[0]?.length ?? 0) / 2);
  const halves = (of: (key: string) => Half) =>
    uniq(keys.map(of)).sort((a, b) => seconds(a) - seconds(b) || (a < b ? -1 : 1));
  const means = rows.map(({ band }) => band?.mean ?? Number.NaN);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const [worst, best] = experiment.task ? [low, high] : [high, low];
  return {
    below: halves((key) => key.slice(0, lower)),
    above: halves((key) => key.slice(lower)),
    cells: new Map(rows.map((row) => [String(row.x), row])),
    worst,
    best,
    bestKey: String(rows[means.indexOf(best)]?.x),
  };
}

/** How good a mean is among the others, from 0 for the worst to 1 for the best. */
export const goodness = ({ worst, best }: OrderLayout, mean: number): number =>
  worst === best ? 1 : (mean - worst) / (best - worst);

/** Says which layers the rows or the columns are. */
export function layersTitle({ below, above }: OrderLayout, of: 'below' | 'above'): string {
  const lower = below[0]?.length ?? 0;
  const [from, to] = of === 'below' ? [1, lower] : [lower + 1, lower + (above[0]?.length ?? 0)];
  return from === to ? t('sweeps.orders.layer', { layer: from }) : t('sweeps.orders.layers', { from, to });
}
