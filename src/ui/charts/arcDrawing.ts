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
/** Pictures are drawn of straight lines: how far one may lie from the arc. */
const tolerance = 0.1;
/** Half the width of an arc from a token to itself. */
const ownReach = 7;

interface TextPlaces {
  /** Left edge of each token, and the right one of the last. */
  edges: number[];
  /** Middle of each token. */
  middles: number[];
  width: number;
}

/** Places the tokens one after the other. */
export function placeTokens(tokens: readonly string[]): TextPlaces {
  const edges = [gap];
  for (const [i, token] of tokens.entries())
    edges.push((edges[i] as number) + character * labelWidth(token) + gap);
  const middles = tokens.map((_, i) => ((edges[i] as number) + (edges[i + 1] as number)) / 2);
  return { edges, middles, width: (edges.at(-1) as number) + gap };
}

/**
 * Finds as many tokens about one as have room, the first and the last; all where they have.
 * @param widest CSS pixels that they may take
 */
export function tokensAbout(
  middle: number,
  { edges }: TextPlaces,
  widest: number,
): [first: number, last: number] {
  let [first, last] = [middle, middle];
  const edge = (i: number) => edges[i] ?? Number.NaN;
  const fits = (from: number, to: number) => edge(to + 1) - edge(from) <= widest;
  for (;;) {
    const [before, after] = [fits(first - 1, last), fits(first, last + 1)];
    if (!before && !after) return [first, last];
    // In turn, so that the token stays in the middle, until one side ends.
    if (before && (!after || middle - first <= last - middle)) first--;
    else last++;
  }
}

/** Draws an arc as an SVG path: half an ellipse, and from a token to itself a small one. */
export function arcPath({ query, key }: Arc, middles: readonly number[]): string {
  const [a, b] = [middles[key] as number, middles[query] as number];
  const [left, right] = query === key ? [a - ownReach, a + ownReach] : [a, b];
  const height = Math.min(arcSizes.highest, query === key ? 2 * ownReach : (right - left) / 2);
  // A chord of a circle of radius r lies r · angle² / 8 from it; of an ellipse no further than with its longer half.
  const parts = Math.ceil(Math.PI * Math.sqrt(Math.max(height, (right - left) / 2) / (8 * tolerance)));
  const points = Array.from({ length: parts + 1 }, (_, n) => {
    const angle = (Math.PI * n) / parts;
    const x = (left + right) / 2 - (Math.cos(angle) * (right - left)) / 2;
    return `${round(x, 1)} ${round(arcBase - Math.sin(angle) * height, 1)}`;
  });
  return `M${points.join('L')}`;
}

/** Width of an arc's line. */
export const arcWidth = (weight: number): number => 0.75 + 5 * Math.min(1, weight);
