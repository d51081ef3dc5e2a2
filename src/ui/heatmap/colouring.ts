/** How a map is coloured: a palette, the place of each value in it, and what its legend says. */
import type { View } from '../../document/view';
import { smallestWeight } from '../../measure/capture';
import { type Colour, differenceStops, paletteOf, weightStops } from './colormap';

/** A scale of colours between two values. */
interface Scale {
  /** Gives the place of a value: 0 at `low`, 1 at `high`. */
  place(value: number, low: number, high: number): number;
  /** Gives the value at a place, for the legend. */
  value(place: number, low: number, high: number): number;
}

const linear: Scale = {
  place: (value, low, high) => (value - low) / (high - low),
  value: (place, low, high) => low + place * (high - low),
};

/** What a logarithm begins at where the range begins at 0: less is not told apart in captures. */
const floor = (low: number, high: number) => Math.max(low, Math.min(smallestWeight, high / 2));

const scales: Record<View['mapScale'], Scale> = {
  /** Lifts small weights, of which long rows are full, into view. */
  root: {
    place: (value, low, high) => Math.sqrt(Math.max(0, linear.place(value, low, high))),
    value: (place, low, high) => linear.value(place * place, low, high),
  },
  linear,
  logarithm: {
    place: (value, low, high) => Math.log(value / floor(low, high)) / Math.log(high / floor(low, high)),
    value: (place, low, high) => floor(low, high) * (high / floor(low, high)) ** place,
  },
  /** Of what is divided by the largest of its row. */
  row: linear,
};

export interface Colouring {
  /** Packed RGBA. */
  palette: Uint32Array;
  /** Gives the place of a value in the palette; NaN for NaN, which has no colour. */
  indexOf(value: number): number;
  /** Each row is divided by its largest magnitude first. */
  isPerRow: boolean;
  /** The palette's control colours, at equal distances. */
  stops: readonly Colour[];
  /** Values at the left end, in the middle and at the right end. */
  ends: readonly [number, number, number];
  kind: 'weights' | 'differences';
}

/** What a person chose of the colours. */
export type ScaleChoice = Pick<View, 'mapScale' | 'mapLow' | 'mapHigh'>;

const weightPalette = paletteOf(weightStops, 256);

const within = (place: number) => Math.min(1, Math.max(0, place));

/** Makes the colouring of weights. */
export function weightColouring({ mapScale, mapLow, mapHigh }: ScaleChoice): Colouring {
  const isPerRow = mapScale === 'row';
  const [low, high] = isPerRow ? [0, 1] : [mapLow, mapHigh];
  const { place, value } = scales[mapScale];
  return {
    palette: weightPalette,
    indexOf: (weight) => Math.round(255 * within(place(weight, low, high))),
    isPerRow,
    stops: weightStops,
    ends: [low, value(0.5, low, high), high],
    kind: 'weights',
  };
}

/** Places of a palette of differences on each side of 0. */
const sideOf = 127;
const differencePalettes = {
  light: paletteOf(differenceStops.light, 2 * sideOf + 1),
  dark: paletteOf(differenceStops.dark, 2 * sideOf + 1),
};

/**
 * Makes the colouring of differences, symmetric about 0.
 * @param largest magnitude that there is; a range by hand goes before it
 */
export function differenceColouring(
  { mapScale, mapHigh }: Pick<ScaleChoice, 'mapScale' | 'mapHigh'>,
  largest: number,
  theme: 'light' | 'dark',
): Colouring {
  const isPerRow = mapScale === 'row';
  // Where there is no difference at all every range shows that.
  const high = isPerRow ? 1 : mapHigh < 1 ? mapHigh : largest || 1;
  const { place } = scales[mapScale];
  return {
    palette: differencePalettes[theme],
    indexOf: (value) =>
      sideOf +
      Math.sign(value) * Math.round(sideOf * (value === 0 ? 0 : within(place(Math.abs(value), 0, high)))),
    isPerRow,
    stops: differenceStops[theme],
    ends: [-high, 0, high],
    kind: 'differences',
  };
}
