/** The lines and axes of the chart of costs against length, for the page and for a saved picture. */
import { range } from 'es-toolkit';
import { type Layer, layerOf } from '../../attention/layers';
import type { CostSizes } from '../../attention/variant';
import { variants } from '../../attention/variants';
import { formatBytes } from '../../format/bytes';
import { formatCompact, formatCount } from '../../format/numbers';
import {
  type CostMeasureId,
  cheaperFrom,
  costCurve,
  costLengths,
  costMeasures,
  costOf,
} from '../../measure/costCurves';
import { styleBeyond, styleIds } from '../runStyle';
import type { Axis } from './ticks';

/** What is compared: a layer of one variant, or the stack of a run. */
export interface CostItem {
  /** A variant's, or a run's. */
  id: string;
  name: string;
  /** Number of its style (runStyle). */
  style: number;
  layers: readonly Layer[];
}

/** One layer of each variant; there is one more of them than of the styles of runs. */
export const variantItems: readonly CostItem[] = variants.map(({ id, name }, place) => ({
  id,
  name,
  style: place < styleIds.length ? place : styleBeyond,
  layers: [layerOf(id)],
}));

/** What the layers of the other variants are held against. */
export const standardItem = variantItems.find(({ id }) => id === 'standard') as CostItem;

/** Items that cost the same, drawn as one line. */
export interface CostLine {
  /** That of its first item. */
  id: string;
  names: string[];
  /** That of its first item. */
  style: number;
  /** One for each of `costLengths`. */
  costs: readonly number[];
  /** Places along it, x in tokens, that no other line has a mark at: lines that lie on each other are told by them. */
  marks: readonly { x: number; y: number }[];
}

/** Lengths of `costLengths` from one mark of a line to its next. */
const markInterval = 3;

/** Tells that an item costs nothing at any length: it has no place on a logarithmic axis, and so no line. */
export const isFree = (measure: CostMeasureId, { layers }: CostItem, sizes: CostSizes): boolean =>
  costCurve(measure, layers, sizes).every((cost) => cost === 0);

/** Lines of what costs something. */
export function costLines(measure: CostMeasureId, items: readonly CostItem[], sizes: CostSizes): CostLine[] {
  const lines: Omit<CostLine, 'marks'>[] = [];
  for (const item of items) {
    if (isFree(measure, item, sizes)) continue;
    const { id, name, style, layers } = item;
    const costs = costCurve(measure, layers, sizes);
    const same = lines.find((line) => line.costs.every((cost, i) => cost === costs[i]));
    if (same) same.names.push(name);
    else lines.push({ id, names: [name], style, costs });
  }
  return lines.map((line, place) => ({
    ...line,
    marks: marksOf(line.costs, markInterval * ((place + 0.5) / lines.length)),
  }));
}

/** @param first place of the first mark, in lengths of `costLengths` */
function marksOf(costs: readonly number[], first: number): { x: number; y: number }[] {
  const between = (values: readonly number[], at: number) => {
    const [low, high] = [values[Math.floor(at)], values[Math.ceil(at)]] as [number, number];
    // On the line as it is drawn, which is straight on logarithmic axes.
    return low * (high / low) ** (at % 1);
  };
  return range(first, costLengths.length - 1, markInterval)
    .map((at) => ({ x: between(costLengths, at), y: between(costs, at) }))
    .filter(({ y }) => y > 0);
}

const [shortest, longest] = [costLengths[0] as number, costLengths.at(-1) as number];

/** Where one or more items become cheaper than the yardstick, on the yardstick's line: x in tokens. */
export interface CostCrossing {
  /** The items'. */
  ids: string[];
  x: number;
  y: number;
}

/** Those within the lengths that are drawn. @param yardstick what the others are held against */
export const costCrossings = (
  measure: CostMeasureId,
  items: readonly CostItem[],
  yardstick: CostItem,
  sizes: CostSizes,
): CostCrossing[] => {
  const crossings: CostCrossing[] = [];
  for (const { id, layers } of items) {
    const x = cheaperFrom(measure, layers, yardstick.layers, sizes);
    if (x === null || x <= shortest) continue;
    const same = crossings.find((crossing) => crossing.x === x);
    if (same) same.ids.push(id);
    else crossings.push({ ids: [id], x, y: costOf(measure, yardstick.layers, { ...sizes, L: x }) });
  }
  return crossings;
};

/** Makes the axis of lengths in tokens. @param wide whether there is room for every third of the lengths */
export const lengthAxis = (wide: boolean): Axis => ({
  domain: [shortest, longest],
  ticks: costLengths.filter((_, i) => i % (wide ? 3 : 6) === 0),
  format: formatCount,
});

/** Makes a logarithmic axis in powers of ten, or of 32 for bytes. @param lines at least one */
export function costAxis(measure: CostMeasureId, lines: readonly CostLine[]): Axis {
  const isBytes = costMeasures[measure].unit === 'bytes';
  const values = lines.flatMap(({ costs }) => costs).filter((cost) => cost > 0);
  const base = isBytes ? 32 : 10;
  const first = Math.floor(Math.log(Math.min(...values)) / Math.log(base));
  const last = Math.ceil(Math.log(Math.max(...values)) / Math.log(base));
  const every = Math.ceil((last - first) / 5);
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return {
    domain: [base ** first, base ** last],
    ticks: powers.filter((_, i) => i % every === 0).map((power) => base ** power),
    format: isBytes ? formatBytes : formatCompact,
  };
}
