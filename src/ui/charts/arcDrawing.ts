/** The drawing of arcs over a text: where its tokens stand, and the outline of each arc. In CSS pixels. */
import { round } from 'es-toolkit';
import { labelWidth } from '../../format/visible';
import type { Arc } from '../../measure/maps/arcs';

export const arcSizes = { top: 6, highest: 110, below: 26, font: 15 } as const;

/** Height of the drawing, and the line that arcs stand on. */
export const arcHeight = arcSizes.top + arcSizes.highest + arcSizes.below;
export const arcBase = arcSizes.top + arcSizes.highest;

const character = 9;
const gap = 5;
/** Points of an arc's line: pictures are drawn of straight lines. */
const parts = 24;
/** Half the width of an arc from a token to itself. */
const ownReach = 7;

interface TextPlaces {
  /** Middle of each token. */
  middles: number[];
  width: number;
}

/** Places the tokens one after the other. */
export function placeTokens(tokens: readonly string[]): TextPlaces {
  let at = gap;
  const middles = tokens.map((token) => {
    const width = character * labelWidth(token) + gap;
    at += width;
    return at - width / 2;
  });
  return { middles, width: at + gap };
}

/** Draws an arc as an SVG path: half an ellipse, and from a token to itself a small one. */
export function arcPath({ query, key }: Arc, middles: readonly number[]): string {
  const [a, b] = [middles[key] as number, middles[query] as number];
  const [left, right] = query === key ? [a - ownReach, a + ownReach] : [a, b];
  const height = Math.min(arcSizes.highest, query === key ? 2 * ownReach : (right - left) / 2);
  const points = Array.from({ length: parts + 1 }, (_, n) => {
    const angle = (Math.PI * n) / parts;
    const x = (left + right) / 2 - (Math.cos(angle) * (right - left)) / 2;
    return `${round(x, 1)} ${round(arcBase - Math.sin(angle) * height, 1)}`;
  });
  return `M${points.join('L')}`;
}

/** Width of an arc's line. */
export const arcWidth = (weight: number): number => 0.75 + 5 * Math.min(1, weight);
