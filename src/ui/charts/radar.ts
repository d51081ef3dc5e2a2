/** The radars of the paper's Figure 1, for the page and for a saved picture: which indicators, and where their values stand. */
import { round } from 'es-toolkit';
import { words } from '../../format/words';
import { type LayerMeasure, layerMeasures } from '../../measure/layerMeasures';

/** In the drawing's units; a radar stands in the middle of a sheet of this size. */
export const radarSheet = { width: 300, height: 200 } as const;
const middle = { x: 150, y: 100, radius: 74 };

const spokes = layerMeasures.flatMap(({ id, of, spoke }) => (spoke ? [{ id, of, ...spoke }] : []));

/** The place of a share, 0 to 1, on a spoke; what is more stands at its end. */
function place(spoke: number, share: number): { x: number; y: number } {
  const angle = (2 * Math.PI * spoke) / spokes.length - Math.PI / 2;
  const radius = middle.radius * Math.max(0, Math.min(1, share));
  return {
    x: round(middle.x + radius * Math.cos(angle), 1),
    y: round(middle.y + radius * Math.sin(angle), 1),
  };
}

const outline = (shares: readonly number[]): string =>
  `M${shares.map((share, i) => `${place(i, share).x} ${place(i, share).y}`).join('L')}z`;

/** The SVG path of the rings at a half and at 1. */
export const radarRings: string = outline(spokes.map(() => 1)) + outline(spokes.map(() => 0.5));

/** Writes the SVG path of a layer's values; null where it has no map. @param read gives the value of a measure */
export function radarPath(read: (of: LayerMeasure['of']) => number | null): string | null {
  const values = spokes.map(({ of, times }) => [read(of), times] as const);
  return values.some(([value]) => value === null)
    ? null
    : outline(values.map(([value, times]) => times * (value ?? 0)));
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
