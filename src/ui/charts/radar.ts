/** The radars of the paper's Figure 1, for the page and for a saved picture: which indicators, and where their values stand. */
import { round } from 'es-toolkit';
import { words } from '../../format/words';
import { type LayerMeasure, layerMeasures } from '../../measure/layerMeasures';
import { bandAt, type MeasuredRun } from './layerAxis';

/** In the drawing's units; a radar stands in the middle of a sheet of this size. */
export const radarSheet = { width: 300, height: 200 } as const;
const middle = { x: 150, y: 100, radius: 74 };

const spokes = layerMeasures.flatMap(({ id, of, spoke }) => (spoke ? [{ id, of, ...spoke }] : []));

/** The place of a share of a spoke, 0 to 1. */
function place(spoke: number, share: number): { x: number; y: number } {
  const angle = (2 * Math.PI * spoke) / spokes.length - Math.PI / 2;
  const radius = middle.radius * Math.max(0, share);
  return {
    x: round(middle.x + radius * Math.cos(angle), 1),
    y: round(middle.y + radius * Math.sin(angle), 1),
  };
}

const outline = (shares: readonly number[]): string =>
  `M${shares.map((share, i) => `${place(i, share).x} ${place(i, share).y}`).join('L')}z`;

/** The SVG path of the rings at the end of the spokes and half way. */
export const radarRings: string = outline(spokes.map(() => 1)) + outline(spokes.map(() => 0.5));

/** Finds what the end of the spokes is, alike on all radars of these runs: 1, or the next tenth that holds every value. */
export function radarEnd(shown: readonly MeasuredRun[]): number {
  const drawn = shown.flatMap((one) =>
    one.run.layers.flatMap((_, l) => spokes.map(({ of, times }) => times * (bandAt(one, of, l)?.mean ?? 0))),
  );
  const highest = Math.max(0, ...drawn);
  // A share may lie beyond 1 by as much as floats are rounded.
  return highest <= 1 + 1e-4 ? 1 : Math.ceil(10 * highest) / 10;
}

/**
 * Writes the SVG path of a layer's values; null where it has no map.
 * @param end what the end of the spokes is
 * @param read gives the value of a measure
 */
export function radarPath(end: number, read: (of: LayerMeasure['of']) => number | null): string | null {
  const values = spokes.map(({ of, times }) => [read(of), times] as const);
  return values.some(([value]) => value === null)
    ? null
    : outline(values.map(([value, times]) => (times * (value ?? 0)) / end));
}

/** Lists the spokes: the SVG path of each, and its name with the place it stands at. */
export const radarSpokes = () =>
  spokes.map(({ id, short }, i) => {
    const { x, y } = place(i, 1);
    const dx = x - middle.x;
    const anchor = Math.abs(dx) < 8 ? ('middle' as const) : dx > 0 ? ('start' as const) : ('end' as const);
    return {
      id,
      path: `M${middle.x} ${middle.y}L${x} ${y}`,
      name: words(`layerMeasures.${id}.short`, short),
      at: { x: middle.x + 1.12 * dx, y: middle.y + 1.16 * (y - middle.y), anchor },
    };
  });
