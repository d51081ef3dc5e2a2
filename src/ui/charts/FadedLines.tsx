/** Draws curves that are not what a run has now, of a link or before an edit: thin and faded, in its colour, behind its own. */

import type { Point } from '../../runtime/decimate';
import { useDark } from '../kit/useDark';
import { runStyle } from '../runStyle';
import type { RunPoints } from './drawing';
import { usePlot } from './Plot';
import { pixel } from './pixel';

interface Props {
  lines: RunPoints;
  /** Of the run that has the colour. */
  style: number;
  /** See RunLines. */
  joined: boolean;
  clip: string;
  /** Shown part of the horizontal axis: marks beyond it are left out. */
  shown: readonly [number, number];
  testId: string;
}

export function FadedLines({ lines: { train, validation }, style, joined, shown, clip, testId }: Props) {
  const { horizontal, vertical } = usePlot();
  const { colour } = runStyle(style, useDark());
  const place = ({ x, y }: Point) => `${pixel(horizontal.place(x))} ${pixel(vertical.place(y))}`;
  const line = joined ? validation : train;
  const path = line.length > 0 ? `M${line.map(place).join('L')}` : undefined;
  return (
    <g fill="none" stroke={colour} strokeLinejoin="round" opacity={0.55} data-testid={testId}>
      <path d={path} strokeWidth={1.75} clipPath={`url(#${clip})`} />
      {validation
        .filter(({ x, beyond }) => !beyond && x >= shown[0] && x <= shown[1])
        .map((point) => (
          <circle
            key={point.x}
            cx={pixel(horizontal.place(point.x))}
            cy={pixel(vertical.place(point.y))}
            r={2.25}
            fill={colour}
            stroke="none"
          />
        ))}
    </g>
  );
}
