/** What charts of measures of layers share, on the page and on paper: the axis, the writing of a value, and lines with gaps. */
import { range, round } from 'es-toolkit';
import type { Run } from '../../experiment/schema';
import { formatCount, formatFixed, formatScientific, formatScore } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { type Band, type BandKind, bandOf } from '../../measure/bands';
import type { LayerMeasure, MeasuredLayer } from '../../measure/layerMeasures';
import { type Axis, logValueAxis, valueAxis } from './ticks';

/** One run at one moment, or one stack at several seeds. */
export interface MeasuredRun {
  /** The first of several. */
  run: Run;
  name: string;
  style: number;
  /** Of its capture. */
  step: number;
  /** By seed; one of a single run. */
  seeds: readonly { run: Run; layers: readonly MeasuredLayer[] }[];
  /** Whether it is captured with the probe; else it has what no probe changes alone. */
  isProbed: boolean;
  /** What a band over several seeds spans. */
  bandKind: BandKind;
}

/** Reads a measure of one layer: the mean over the seeds, with its band; null where it was not measured at each, or is not finite. */
export function bandAt({ seeds, bandKind }: MeasuredRun, of: LayerMeasure['of'], l: number): Band | null {
  const values = seeds.map(({ layers }) => (layers[l] ? of(layers[l]) : null));
  const isWhole = values.every((value) => value !== null && Number.isFinite(value));
  return isWhole ? bandOf(values as number[], bandKind) : null;
}

/** The same of every layer. */
export const bandsOver = (measured: MeasuredRun, of: LayerMeasure['of']): (Band | null)[] =>
  measured.run.layers.map((_, l) => bandAt(measured, of, l));

/** The runs without a map in a layer, by name. */
export const namesWithoutMap = (shown: readonly MeasuredRun[], layer: number): string =>
  shown
    .filter(({ seeds }) => !seeds.some(({ layers }) => layers[layer]?.indicators))
    .map(({ name }) => isolated(name))
    .join(', ');

/** What a share may lie beyond 0 or 1 by, as floats are. */
const rounding = 1e-4;

export interface MeasureAxis extends Axis {
  log: boolean;
}

/**
 * Makes the axis that holds values of a measure. On a logarithmic one 0 has no place.
 * @param most intervals between ticks, about
 * @returns null where no value has a place
 */
export function measureAxis(
  { scale }: LayerMeasure,
  values: readonly (number | null)[],
  most: number,
): MeasureAxis | null {
  const log = scale === 'log';
  const placed = values.filter((value) => value !== null && Number.isFinite(value) && (!log || value > 0));
  if (placed.length === 0) return null;
  const [low, high] = [Math.min(...(placed as number[])), Math.max(...(placed as number[]))];
  if (log) {
    const axis = logValueAxis(low, high, most);
    return { ...(axis.ticks.length > 1 ? axis : closeAxis(low, high, most)), log };
  }
  const bottom = low < -rounding ? low : 0;
  // Rows of some forms do not sum to 1, so that a share may lie beyond.
  const top = scale === 'share' && high < 1 + rounding ? 1 : high;
  return { ...valueAxis(bottom, top, most), log };
}

/** An axis of values too close together for the round ones of `logValueAxis`: with ticks at whole multiples of powers of ten. */
function closeAxis(low: number, high: number, most: number): Axis {
  const first = Math.floor(Math.log10(low));
  const last = Math.max(first + 1, Math.ceil(Math.log10(high)));
  // No power: 10 ** -4 is a bit less than 1e-4.
  const multiples = (of: readonly number[]) =>
    range(first, last + 1).flatMap((exponent) => of.map((factor) => Number(`${factor}e${exponent}`)));
  const format = (value: number) => (value < 1e-3 ? formatScientific(value, 0) : formatCount(value));
  const domain: Axis['domain'] = [0.95 * low, 1.05 * high];
  const within = multiples(range(1, 10)).filter((tick) => tick >= domain[0] && tick <= domain[1]);
  if (within.length > 1) {
    const every = Math.ceil(within.length / (most + 1));
    return { domain, ticks: within.filter((_, i) => i % every === 0), format };
  }
  const decades = multiples([1]);
  return { domain: [decades[0] as number, decades.at(-1) as number], ticks: decades, format };
}

/** Writes a value for the reader. */
export const writeMeasure = ({ scale }: LayerMeasure, value: number): string =>
  scale === 'share' ? formatFixed(value, 3) : scale === 'linear' ? formatFixed(value, 4) : formatScore(value);

/** Writes the SVG path of a line through points "x y", with a gap at each null; a point between two gaps is a short dash. */
export const gappedPath = (points: readonly (string | null)[]): string =>
  points
    .map((point, i) => {
      if (point === null) return '';
      if (points[i - 1] != null) return `L${point}`;
      return points[i + 1] == null ? `M${point}m-2 0h4` : `M${point}`;
    })
    .join('');

/** Writes the SVG path of a band at a point: a line from its low end to its high one, with a stroke across each. */
export const bandPath = (x: number, low: number, high: number): string => {
  const [top, bottom] = [high, low].map((y) => round(y, 2));
  return `M${round(x, 2)} ${bottom}V${top}m-3 0h6M${round(x, 2)} ${bottom}m-3 0h6`;
};
