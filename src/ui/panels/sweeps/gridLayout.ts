/**
 * Arranges a sweep as a grid: every order of two variants, the lower layers of a stack down and its upper layers across; or every variant at
 * every placement, variants down and placements across.
 */
import { uniq } from 'es-toolkit';
import { layerOf } from '../../../attention/layers';
import { type VariantId, variant } from '../../../attention/variants';
import type { Sweep } from '../../../document/sweepsSchema';
import { place, placements } from '../../../experiment/placements';
import type { Run } from '../../../experiment/schema';
import { sweepRuns } from '../../../experiment/sweeps/choice';
import { entryName } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import type { SweepRow } from './sweepRows';

/** Layers from the first to the last: "0" for the first of two variants, "1" for the second. */
type Strip = string;

export interface GridLayout {
  /** Keys of the rows, and of the columns. */
  below: readonly string[];
  above: readonly string[];
  /** By the keys of row and column together; what is not trained yet is not there. */
  cells: ReadonlyMap<string, SweepRow>;
  /** Means of the worst cell and of the best, and the key of the best. */
  worst: number;
  best: number;
  bestKey: string;
}

/** What a grid says of itself. */
export interface GridWords {
  /** Names of what is hollow in a strip, and of what is filled. */
  variants: readonly [string, string];
  belowTitle: string;
  aboveTitle: string;
  head(of: 'below' | 'above', key: string): GridHead;
  /** Names the stack of a cell. */
  nameOf(below: string, above: string): string;
  label: string;
}

export interface GridHead {
  strip: Strip;
  /** Empty where the strip is all. */
  names: readonly string[];
  /** For who cannot see the strip. */
  title: string;
}

/** Row of standard attention alone, which is the same at every placement: it has one cell over all columns. */
export const standardRow = 'standard';

/** Key of a cell. */
export const cellKey = (below: string, above: string): string =>
  below === standardRow ? standardRow : below + above;

/** How good a mean is among the others, from 0 for the worst to 1 for the best. */
export const goodness = ({ worst, best }: GridLayout, mean: number): number =>
  worst === best ? 1 : (mean - worst) / (best - worst);

/** @param rows at least one, each with a band @param keyOf its cell's key */
function ranked(
  { experiment }: Sweep,
  rows: readonly SweepRow[],
  keyOf: (row: SweepRow) => string,
): Pick<GridLayout, 'cells' | 'worst' | 'best' | 'bestKey'> {
  const means = rows.map(({ band }) => band?.mean ?? Number.NaN);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const [worst, best] = experiment.task ? [low, high] : [high, low];
  const first = rows[means.indexOf(best)];
  return {
    cells: new Map(rows.map((row) => [keyOf(row), row])),
    worst,
    best,
    bestKey: first ? keyOf(first) : '',
  };
}

/** How many layers the second variant has. */
const seconds = (half: Strip) => [...half].filter((layer) => layer === '1').length;

/**
 * Arranges every order of two variants. Halves with few layers of the second variant come first, so that stacks alike in that are neighbours.
 * @param rows at least one, each with a band
 */
export function orderLayout(sweep: Sweep, rows: readonly SweepRow[]): GridLayout {
  const listed = sweepRuns(sweep.experiment, sweep.choice);
  const keys = (listed.ok ? listed.runs : rows).map(({ x }) => String(x));
  const lower = Math.ceil((keys[0]?.length ?? 0) / 2);
  const halves = (of: (key: string) => Strip) =>
    uniq(keys.map(of)).sort((a, b) => seconds(a) - seconds(b) || (a < b ? -1 : 1));
  return {
    below: halves((key) => key.slice(0, lower)),
    above: halves((key) => key.slice(lower)),
    ...ranked(sweep, rows, ({ x }) => String(x)),
  };
}

function orderWords({ choice }: Sweep, { below, above }: GridLayout): GridWords {
  const { first, second } = choice.parameters;
  const short = (id: number | string | undefined) => variant(id as VariantId).short;
  const stack = (half: Strip) => [...half].map((layer) => short(layer === '0' ? first : second)).join(' ');
  const lower = below[0]?.length ?? 0;
  const title = (from: number, to: number) =>
    from === to ? t('sweeps.orders.layer', { layer: from }) : t('sweeps.orders.layers', { from, to });
  return {
    variants: [short(first), short(second)],
    belowTitle: title(1, lower),
    aboveTitle: above[0] ? title(lower + 1, lower + above[0].length) : '',
    head: (_, key) => ({ strip: key, names: [], title: stack(key) }),
    nameOf: (lowerHalf, upperHalf) => stack(lowerHalf + upperHalf),
    label: t('sweeps.orders.grid'),
  };
}

/** Where a stack has layers that are not standard. */
const stripOf = (layers: Run['layers']): Strip =>
  layers.map((layer) => (layer.variant === 'standard' ? '0' : '1')).join('');

/** Placements by the strips that they come to in so many layers; those of few layers share some, and some are standard attention alone. */
function placementsByStrip(layers: number): Map<Strip, (typeof placements)[number][]> {
  const found = new Map<Strip, (typeof placements)[number][]>();
  for (const placement of placements) {
    const strip = stripOf(place(placement, layerOf('mlp'), layers));
    if (seconds(strip) > 0) found.set(strip, [...(found.get(strip) ?? []), placement]);
  }
  return found;
}

/** Arranges every variant at every placement. @param rows at least one, each with a band */
export function placementLayout(sweep: Sweep, rows: readonly SweepRow[]): GridLayout {
  const variantOf = (x: string | number) => String(x).split('@')[0] as string;
  const listed = sweepRuns(sweep.experiment, sweep.choice);
  const keyOf = ({ x, results }: SweepRow) => cellKey(variantOf(x), stripOf(results[0]?.run.layers ?? []));
  return {
    below: uniq((listed.ok ? listed.runs : rows).map(({ x }) => variantOf(x))),
    above: [...placementsByStrip(Number(sweep.choice.parameters.layers)).keys()],
    ...ranked(sweep, rows, keyOf),
  };
}

function placementWords({ choice }: Sweep): GridWords {
  const byStrip = placementsByStrip(Number(choice.parameters.layers));
  const namesOf = (strip: Strip) => (byStrip.get(strip) ?? []).map((one) => entryName('placements', one));
  const nameOf = (id: string) => entryName('variants', variant(id as VariantId));
  return {
    variants: [variant('standard').short, t('sweeps.byPlacement.variant')],
    belowTitle: t('sweeps.byPlacement.variant'),
    aboveTitle: t('sweeps.byPlacement.placement'),
    head: (of, key) => {
      if (of === 'below') return { strip: '', names: [nameOf(key)], title: nameOf(key) };
      const names = namesOf(key);
      return { strip: key, names, title: names.join(', ') };
    },
    nameOf: (id, strip) => (id === standardRow ? nameOf(id) : `${nameOf(id)}, ${namesOf(strip).join(', ')}`),
    label: t('sweeps.byPlacement.grid'),
  };
}

/** Arranges a sweep whose picture is a grid, and says what stands in it. */
export function gridOf(
  picture: 'orders' | 'placements',
  sweep: Sweep,
  rows: readonly SweepRow[],
): { grid: GridLayout; words: GridWords } {
  if (picture === 'placements') return { grid: placementLayout(sweep, rows), words: placementWords(sweep) };
  const grid = orderLayout(sweep, rows);
  return { grid, words: orderWords(sweep, grid) };
}
