/** Charts losses, or a task's accuracies: axes, reference lines, the curves of each run with its name, and the cursor's layer. */

import { memo, useId, useState } from 'react';
import type { LinkedRun } from '../../app/links/links';
import type { RunCurves } from '../../runtime/runReducer';
import { useSize } from '../kit/useSize';
import { useLanguage } from '../useLanguage';
import { CursorLayer } from './CursorLayer';
import type { ChartRun } from './chartRuns';
import type { ChartScale } from './chartScale';
import classes from './charts.module.css';
import type { Drawing, RunPoints } from './drawing';
import { EndLabels } from './EndLabels';
import { FadedLines } from './FadedLines';
import { LevelLines, LevelNames } from './LevelLines';
import type { LearningMark } from './learningMarks';
import type { Level } from './levels';
import { MarkLayer } from './MarkLayer';
import { PlotFrame, usePlot } from './Plot';
import { RunLines } from './RunLines';
import type { Reading } from './units';
import type { Zoom } from './useZoom';

interface LossChartProps {
  runs: readonly ChartRun[];
  /** Room for the runs' names beside the plot, see namesRoom. */
  room: number;
  drawing: Drawing;
  scale: ChartScale;
  /** What the drawing is of, by run id: read out at the cursor. */
  curves: Readonly<Record<string, RunCurves>>;
  reading: Reading;
  linkedCurves: readonly LinkedRun[];
  levels: readonly Level[];
  marks: readonly LearningMark[];
  zoom: Zoom;
  /** Why there are axes alone; null where there are curves. */
  emptyBecause: string | null;
  /** A person picked a step. */
  onPick(step: number): void;
}

/** Drawn anew where any of it changes: what a person does elsewhere on the page leaves it as it is. */
export const LossChart = memo(function LossChart(props: LossChartProps) {
  useLanguage();
  const { runs, room, drawing, scale, curves, reading, linkedCurves, levels, zoom, emptyBecause, onPick } =
    props;
  const [overlay, setOverlay] = useState<HTMLDivElement | null>(null);
  const clip = useId();
  const { ref, width, height } = useSize<HTMLDivElement>();
  const { x, y, lines } = drawing;
  const faded = (own: RunPoints, style: number, testId: string) => (
    <FadedLines
      key={`${testId}-${own.runId}`}
      lines={own}
      style={style}
      joined={scale.isAccuracy}
      shown={x.domain}
      clip={clip}
      testId={testId}
    />
  );
  return (
    <div className={classes.plot} ref={ref}>
      <PlotFrame
        width={width}
        height={height}
        x={{ ...x, log: scale.logSteps }}
        xLabel={scale.x.label()}
        y={y}
        right={Math.max(20, room)}
      >
        <PlotClip id={clip} />
        <LevelLines levels={levels} domain={y.domain} />
        {drawing.earlier.map((own) =>
          faded(own, runs.find(({ id }) => id === own.runId)?.style ?? 0, 'earlier-lines'),
        )}
        {linkedCurves.map(({ runId, style }) => {
          const own = drawing.linkedCurves.find((linked) => linked.runId === runId);
          const run = runs.find(({ id }) => id === runId);
          return own && faded(own, run?.style ?? style, 'linked-lines');
        })}
        {runs.map((run) => {
          const own = lines.find((line) => line.runId === run.id);
          return (
            own && (
              <RunLines
                key={run.id}
                lines={own}
                style={run.style}
                thin={run.readOnly ?? false}
                joined={scale.isAccuracy}
                shown={x.domain}
                clip={clip}
              />
            )
          );
        })}
        <LevelNames
          levels={levels}
          domain={y.domain}
          lines={[...lines, ...drawing.linkedCurves, ...drawing.earlier]}
        />
        <MarkLayer marks={props.marks} />
        {overlay && <EndLabels overlay={overlay} runs={runs} lines={lines} shown={x.domain} room={room} />}
        {overlay && emptyBecause === null && (
          <CursorLayer
            overlay={overlay}
            runs={runs}
            scale={scale}
            curves={curves}
            reading={reading}
            linkedCurves={linkedCurves}
            domain={x.domain}
            zoom={zoom}
            onPick={onPick}
          />
        )}
      </PlotFrame>
      {emptyBecause !== null && (
        // In the middle of the plot: beside it is room for names.
        <p className={classes.empty} style={{ right: Math.max(28, room) }}>
          {emptyBecause}
        </p>
      )}
      <div ref={setOverlay} />
    </div>
  );
});

/** Cuts off what lies outside the plot: lines come from and go to points beyond the part that is shown. */
function PlotClip({ id }: { id: string }) {
  const plot = usePlot();
  // A line along an edge is whole.
  const around = 2;
  return (
    <clipPath id={id}>
      <rect x={plot.x} y={plot.y - around} width={plot.width} height={plot.height + 2 * around} />
    </clipPath>
  );
}
