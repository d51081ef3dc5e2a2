/** Draws curves that are not what a run has now, of a link or before an edit: thin and faded, in its colour, behind its own. */
import { round } from 'es-toolkit';
import { useXAxisScale, useYAxisScale } from 'recharts';
import { useDark } from '../kit/useDark';
import { runStyle } from '../runStyle';
import type { Point } from './decimate';
import type { RunPoints } from './drawing';

interface Props {
  lines: RunPoints;
  /** Place of the run that has the colour. */
  index: number;
  /** See RunLines. */
  joined: boolean;
  clip: string;
  testId: string;
}

export function FadedLines({ lines: { train, validation }, index, joined, clip, testId }: Props) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  const { colour } = runStyle(index, useDark());
  if (!toX || !toY) return null;
  const place = ({ x, y }: Point) => `${round(toX(x) ?? 0, 1)} ${round(toY(y) ?? 0, 1)}`;
  const line = joined ? validation : train;
  const path = line.length > 0 ? `M${line.map(place).join('L')}` : undefined;
  return (
    <g
      fill="none"
      stroke={colour}
      strokeLinejoin="round"
      opacity={0.55}
      clipPath={`url(#${clip})`}
      data-testid={testId}
    >
      <path d={path} strokeWidth={1.75} />
      {validation
        .filter(({ beyond }) => !beyond)
        .map((point) => (
          <circle key={point.x} cx={toX(point.x)} cy={toY(point.y)} r={2.25} fill={colour} stroke="none" />
        ))}
    </g>
  );
}
