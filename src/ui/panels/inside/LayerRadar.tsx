/** Draws the radar of one layer (paper Fig. 1), runs overlaid. */
import { bandAt, type MeasuredRun } from '../../charts/layerAxis';
import { radarPath, radarRings, radarSheet, radarSpokes } from '../../charts/radar';
import { useDark } from '../../kit/useDark';
import { runStyle } from '../../runStyle';

const { width, height } = radarSheet;

interface Props {
  shown: readonly MeasuredRun[];
  layer: number;
  /** What the end of its spokes is. */
  end: number;
}

export function LayerRadar({ shown, layer, end }: Props) {
  const dark = useDark();
  return (
    <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path d={radarRings} fill="none" stroke="var(--line)" />
      {radarSpokes().map(({ id, path, name, at }) => (
        <g key={id}>
          <path d={path} stroke="var(--line)" />
          <text x={at.x} y={at.y} dy="0.35em" textAnchor={at.anchor}>
            {name}
          </text>
        </g>
      ))}
      {shown.map((one) => {
        const { run, style } = one;
        const path = radarPath(end, (of) => bandAt(one, of, layer)?.mean ?? null);
        if (!path) return null;
        const { colour, dash } = runStyle(style, dark);
        return (
          <path
            key={run.id}
            d={path}
            fill={colour}
            fillOpacity={0.14}
            stroke={colour}
            strokeWidth={2.5}
            strokeDasharray={dash}
          />
        );
      })}
    </svg>
  );
}
