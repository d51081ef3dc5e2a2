/**
 * Draws one run's curves on the chart: training loss as a line, validation as marks, which a line joins only where they are all
 * there is; of runs of several seeds their mean, with a band. Drawn as bare paths on the chart's scales.
 */

import { useDark } from '../kit/useDark';
import { runStyle } from '../runStyle';
import type { RunPoints } from './drawing';
import { usePlot } from './Plot';
import { pixel } from './pixel';
import type { PlacedPoint } from './scaleLimit';

interface Props {
  lines: RunPoints;
  style: number;
  /** It was trained elsewhere: thinner, its marks hollow. */
  thin: boolean;
  /** Measured alone, without training points between: the marks are joined. */
  joined: boolean;
  /** Id of the clip path of the plot. */
  clip: string;
  /** Shown part of the horizontal axis: marks beyond it are left out. */
  shown: readonly [number, number];
}

export function RunLines({
  lines: { runId, train, validation, band },
  style,
  thin,
  joined,
  shown,
  clip,
}: Props) {
  const { horizontal, vertical } = usePlot();
  const { colour, dash, mark } = runStyle(style, useDark());
  const place = ({ x, y }: PlacedPoint) => `${pixel(horizontal.place(x))} ${pixel(vertical.place(y))}`;
  const line = joined ? validation : train;
  const path = line.length > 0 ? `M${line.map(place).join('L')}` : undefined;
  return (
    <g fill="none" stroke={colour} strokeLinejoin="round" data-run={runId}>
      {band && band.low.length > 0 && (
        <path
          data-testid="seed-band"
          d={`M${[...band.low, ...band.high.toReversed()].map(place).join('L')}z`}
          fill={colour}
          fillOpacity={0.2}
          stroke="none"
          clipPath={`url(#${clip})`}
        />
      )}
      <path d={path} strokeWidth={thin ? 1.5 : 2.75} strokeDasharray={dash} clipPath={`url(#${clip})`} />
      <g
        fill={thin ? 'var(--surface)' : colour}
        stroke={thin ? colour : 'var(--surface)'}
        strokeWidth={thin ? 0.3 : 0.25}
      >
        {validation
          .filter(({ x, beyond }) => !beyond && x >= shown[0] && x <= shown[1])
          .map((point) => (
            <path key={point.x} d={mark} transform={`translate(${place(point)}) scale(5.4)`} />
          ))}
      </g>
    </g>
  );
}
