/** Charts losses, or a task's accuracies, against steps: axes, the curves of each run, and the cursor's layer. */

import { useRef } from 'react';
import { CartesianGrid, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { LinkedRun } from '../../app/links/links';
import type { View } from '../../document/view';
import type { Run } from '../../experiment/schema';
import { chartProps, gridProps, labelText, xAxisProps, yAxisProps } from './axisProps';
import { CursorLayer } from './CursorLayer';
import classes from './charts.module.css';
import type { Drawing } from './drawing';
import { FadedLines } from './FadedLines';
import { RunLines } from './RunLines';
import type { Reading } from './units';

interface LossChartProps {
  runs: readonly Run[];
  drawing: Drawing;
  settings: Pick<View, 'logSteps' | 'smoothing'>;
  reading: Reading;
  linkedCurves: readonly LinkedRun[];
  /** What a guess comes to, in the chart's unit; null while unknown. */
  guess: { name: string; value: number } | null;
  /** Why there are axes alone; null where there are curves. */
  emptyBecause: string | null;
}

export function LossChart(props: LossChartProps) {
  const { runs, drawing, settings, reading, linkedCurves, guess, emptyBecause } = props;
  const overlay = useRef<HTMLDivElement>(null);
  const { x, y, lines } = drawing;
  return (
    <div className={classes.chart}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart {...chartProps}>
          <CartesianGrid {...gridProps} />
          <XAxis {...xAxisProps(x, 'Step')} scale={settings.logSteps ? 'log' : 'linear'} />
          <YAxis {...yAxisProps(y, reading.unit.axis)} />
          {guess !== null && guess.value <= y.domain[1] && guess.value >= y.domain[0] && (
            <ReferenceLine
              y={guess.value}
              stroke="var(--ink-2)"
              strokeDasharray="1 4"
              label={{ value: guess.name, position: 'insideTopRight', ...labelText }}
            />
          )}
          {drawing.earlier.map((lines) => (
            <FadedLines
              key={lines.runId}
              lines={lines}
              index={runs.findIndex(({ id }) => id === lines.runId)}
              testId="earlier-lines"
            />
          ))}
          {linkedCurves.map(({ runId, index }) => {
            const lines = drawing.linkedCurves.find((linked) => linked.runId === runId);
            const place = runs.findIndex((run) => run.id === runId);
            return (
              lines && (
                <FadedLines
                  key={runId}
                  lines={lines}
                  index={place < 0 ? index : place}
                  testId="linked-lines"
                />
              )
            );
          })}
          {runs.map((run, i) => {
            const own = lines.find((line) => line.runId === run.id);
            return own && <RunLines key={run.id} lines={own} index={i} />;
          })}
          {emptyBecause === null && (
            <CursorLayer
              overlay={overlay}
              runs={runs}
              settings={settings}
              reading={reading}
              linkedCurves={linkedCurves}
              steps={x.domain}
            />
          )}
        </LineChart>
      </ResponsiveContainer>
      {emptyBecause !== null && <p className={classes.empty}>{emptyBecause}</p>}
      <div ref={overlay} />
    </div>
  );
}
