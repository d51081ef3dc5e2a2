/** Horizontal reference lines of a chart, such as a guess, and where their names stand: on no curve, if that can be, and else on little of one. */

import { sum } from 'es-toolkit';

/** A horizontal reference line, in the chart's unit. */
export interface Level {
  name: string;
  value: number;
}

/** Returns the levels that an axis holds. */
export const levelsWithin = (levels: readonly Level[], [low, high]: readonly [number, number]): Level[] =>
  levels.filter(({ value }) => value >= low && value <= high);

interface Spot {
  x: number;
  y: number;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface NamesOf {
  /** Each line's height and how wide its name is. */
  levels: readonly { y: number; width: number }[];
  /** Curves as points from left to right. */
  curves: readonly (readonly Spot[])[];
  plot: Box;
  /** Of a name. */
  height: number;
}

/** Places tried along the line, from its right end to its left. */
const places = 9;
/** Between a name and the plot's edge, and between a name and its line, in pixels. */
const margin = 6;
const gap = 2;
/** Between two names on one height. */
const apart = 10;

/**
 * Places the name of each line above or below it, where it covers the fewest curves, the least of them, and no name before it: as
 * far right as can be, above rather than below. All in pixels, y downwards.
 * @returns of each name its right end and its middle
 */
export function placeNames({ levels, curves, plot, height }: NamesOf): Spot[] {
  const taken: Box[] = [];
  return levels.map(({ y, width }) => {
    const others = levels.filter((level) => level.y !== y);
    const spots = Array.from({ length: places }, (_, i) => i / (places - 1)).flatMap((part) =>
      [y - gap - height / 2, y + gap + height / 2].map((middle): Spot => {
        const right = plot.right - margin;
        return { x: right - part * Math.max(0, right - width - plot.left - margin), y: middle };
      }),
    );
    const costOf = ({ x, y: middle }: Spot, place: number) => {
      const box = { left: x - width, right: x, top: middle - height / 2, bottom: middle + height / 2 };
      const isOutside = box.top < plot.top || box.bottom > plot.bottom;
      const onNames = taken.filter((one) => overlap(one, box)).length;
      const onLines = others.filter((level) => level.y > box.top && level.y < box.bottom).length;
      const covered = curves.map((points) => coveredPart(points, box)).filter((part) => part > 0);
      return 1000 * (Number(isOutside) + onNames) + 20 * (onLines + covered.length + sum(covered)) + place;
    };
    let spot = spots[0] as Spot;
    let least = Number.POSITIVE_INFINITY;
    for (const [place, candidate] of spots.entries()) {
      const cost = costOf(candidate, place);
      if (cost < least) [spot, least] = [candidate, cost];
      // What covers nothing costs its place alone, and later places cost more.
      if (cost === place) break;
    }
    taken.push({
      left: spot.x - width - apart,
      right: spot.x + apart,
      top: spot.y - height / 2,
      bottom: spot.y + height / 2,
    });
    return spot;
  });
}

const overlap = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/**
 * Returns how much of a box's width has a line through the points in it, from 0, where the line is outside, to 1. Its edges are taken for
 * the parts of the line between two points.
 */
function coveredPart(points: readonly Spot[], box: Box): number {
  let covered = 0;
  for (const [i, point] of points.entries()) {
    const before = points[i - 1] ?? point;
    const width = Math.min(point.x, box.right) - Math.max(before.x, box.left);
    const isInside =
      width >= 0 && Math.max(point.y, before.y) > box.top && Math.min(point.y, before.y) < box.bottom;
    // A point alone, and a line straight up, are as wide as they are drawn.
    if (isInside) covered += Math.max(width, 1);
  }
  return Math.min(1, covered / (box.right - box.left));
}
