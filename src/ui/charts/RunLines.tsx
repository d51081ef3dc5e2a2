/**
 * Draws one run's curves on the chart: training loss as a line, validation loss as marks joined by a thin one. Drawn as
 * bare paths on the chart's scales: recharts' own Line costs several times as much at every redraw.
 */
import { round } from 'es-toolkit';
import { useXAxisScale, useYAxisScale } from 'recharts';
import { useDark } from '../kit/useDark';
import { runStyle } from '../runStyle';
import type { Point } from './decimate';
import type { RunPoints } from './drawing';

export function RunLines({ lines: { train, validation }, index }: { lines: RunPoints; index: number }) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  const { colour, dash, mark } = runStyle(index, useDark());
  if (!toX || !toY) return null;
  const place = ({ x, y }: Point) => `${round(toX(x) ?? 0, 1)} ${round(toY(y) ?? 0, 1)}`;
  const path = (points: Point[]) => (points.length > 0 ? `M${points.map(place).join('L')}` : undefined);
  return (
    <g fill="none" stroke={colour} strokeDasharray={dash} strokeLinejoin="round" data-run={index}>
      <path d={path(train)} strokeWidth={2.25} />
      <path d={path(validation)} strokeWidth={1} strokeOpacity={0.75} />
      <g fill={colour} stroke="var(--surface)" strokeWidth={0.25} strokeDasharray="none">
        {validation
          .filter(({ beyond }) => !beyond)
          .map((point) => (
            <path key={point.x} d={mark} transform={`translate(${place(point)}) scale(4.6)`} />
          ))}
      </g>
    </g>
  );
}
