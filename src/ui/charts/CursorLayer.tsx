/** Draws the chart's cursor, moved by pointer or keys: a line at a step, and every run's losses there. */

import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, type RefObject, useId, useState } from 'react';
import { createPortal } from 'react-dom';
import { usePlotArea, useXAxisInverseScale, useXAxisScale } from 'recharts';
import type { LinkedRun } from '../../app/links/links';
import type { View } from '../../document/view';
import type { Run } from '../../experiment/schema';
import { formatCount, formatMeasured, formatPercent } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { useApp } from '../AppContext';
import { Isolated } from '../kit/Isolated';
import { RunSwatch } from '../kit/RunSwatch';
import classes from './charts.module.css';
import { type LinkedValues, linkedValuesAt, type Measured, type ValuesAt, valuesAt } from './readout';
import type { Reading } from './units';

/** How far a key moves the cursor, in parts of the axis. */
const keyParts: Record<string, number> = {
  ArrowRight: 0.01,
  ArrowUp: 0.01,
  ArrowLeft: -0.01,
  ArrowDown: -0.01,
  PageUp: 0.1,
  PageDown: -0.1,
  Home: -1,
  End: 1,
};

interface CursorLayerProps {
  /** Where the layer is put, over the chart: HTML does not live in an SVG. */
  overlay: RefObject<HTMLDivElement | null>;
  runs: readonly Run[];
  settings: Pick<View, 'logSteps' | 'smoothing'>;
  reading: Reading;
  /** Read out beside the runs they belong to. */
  linkedCurves: readonly LinkedRun[];
  /** First and last step on the axis. */
  steps: [number, number];
}

export function CursorLayer(props: CursorLayerProps) {
  const {
    overlay,
    runs,
    settings,
    reading,
    linkedCurves,
    steps: [first, last],
  } = props;
  const { session } = useApp();
  const plot = usePlotArea();
  const toPixel = useXAxisScale();
  const toStep = useXAxisInverseScale();
  const help = useId();
  const tooltip = useElementSize();
  const [cursor, setCursor] = useState<number | null>(null);
  if (!plot || !toPixel || !toStep || !overlay.current) return null;

  const step = cursor === null ? null : Math.max(first, Math.min(last, cursor));
  const pixel = step === null ? null : (toPixel(step) ?? plot.x) - plot.x;
  const stepAt = (x: number) =>
    Math.max(
      first,
      Math.min(last, Math.round(Number(toStep(plot.x + Math.max(0, Math.min(plot.width, x)))))),
    );

  const onPointer = (event: PointerEvent<HTMLElement>) =>
    setCursor(stepAt(event.clientX - event.currentTarget.getBoundingClientRect().left));
  const onKey = (event: KeyboardEvent) => {
    const from = step ?? last;
    const part = keyParts[event.key];
    if (part === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    if (part === undefined) return setCursor(null);
    const to = stepAt((toPixel(from) ?? plot.x) - plot.x + part * plot.width);
    // However short the way is on the axis, it is a step at least.
    setCursor(Math.max(first, Math.min(last, part > 0 ? Math.max(to, from + 1) : Math.min(to, from - 1))));
  };

  const { curves } = session.runs.getState();
  const rows = runs.map((run, index) => {
    const linked = linkedCurves.find(({ runId }) => runId === run.id);
    return {
      run,
      index,
      values: valuesAt(curves[run.id], step ?? last, settings.smoothing),
      linked: linked ? linkedValuesAt(linked.curves, step ?? last) : null,
    };
  });
  const spoken = rows.map((row) => `${isolated(row.run.name)}: ${say(row, reading)}`).join('; ');
  return createPortal(
    // Moved by keys like a slider, and read out like one.
    <div
      className={classes.cursorArea}
      style={{ left: plot.x, top: plot.y, width: plot.width, height: plot.height }}
      role="slider"
      tabIndex={0}
      data-testid="chart-cursor"
      aria-label="Step to read the curves at"
      aria-valuemin={first}
      aria-valuemax={last}
      aria-valuenow={step ?? last}
      aria-valuetext={`Step ${step ?? last}. ${spoken}`}
      aria-describedby={help}
      onPointerMove={onPointer}
      onPointerDown={onPointer}
      onPointerLeave={() => setCursor(null)}
      onFocus={() => setCursor((was) => was ?? last)}
      onBlur={() => setCursor(null)}
      onKeyDown={onKey}
    >
      <span id={help} hidden>
        Arrow keys move by about a hundredth of the axis, Page keys by a tenth, Home and End to its ends.
      </span>
      {step !== null && pixel !== null && (
        <>
          <div className={classes.cursorLine} style={{ left: pixel }} />
          <div
            className={classes.tooltip}
            data-testid="chart-tooltip"
            ref={tooltip.ref}
            style={{ left: tooltipLeft(pixel, tooltip.width + 24, plot.width) }}
          >
            <Values rows={rows} step={step} settings={settings} reading={reading} />
          </div>
        </>
      )}
    </div>,
    overlay.current,
  );
}

/** Places the tooltip: right of the cursor, or left of it where it does not fit, within the plot. */
function tooltipLeft(pixel: number, width: number, plotWidth: number): number {
  const right = pixel + 12;
  if (right + width <= plotWidth) return right;
  return Math.max(Math.min(0, plotWidth - width), pixel - 12 - width);
}

interface Row {
  run: Run;
  index: number;
  values: ValuesAt;
  /** What the link's curves say there; null where it brought none. */
  linked: LinkedValues | null;
}

interface ValuesProps {
  rows: Row[];
  step: number;
  settings: Pick<View, 'logSteps' | 'smoothing'>;
  reading: Reading;
}

function Values({ rows, step, settings, reading }: ValuesProps) {
  const text = (loss: number | null) => (loss === null ? '–' : formatMeasured(reading.value(loss), 3));
  const { isAccuracy } = reading.unit;
  const measured = (values: ValuesAt): Measured => (isAccuracy ? values.accuracy : values.validation);
  const measuredAt = new Set(rows.flatMap(({ values }) => measured(values)?.step ?? []));
  const withLinked = rows.some(({ linked }) => linked !== null);
  const earlier = [...measuredAt].find((at) => at !== step);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Step {formatCount(step)}</th>
          {!isAccuracy && <th scope="col">Train</th>}
          {!isAccuracy && settings.smoothing > 0 && <th scope="col">Smoothed</th>}
          <th scope="col">{isAccuracy ? 'Accuracy' : 'Validation'}</th>
          {withLinked && <th scope="col">From the link</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ run, index, values, linked }) => (
          <tr key={run.id}>
            <th scope="row">
              <RunSwatch index={index} /> <Isolated text={run.name} />
            </th>
            {!isAccuracy && <td>{text(values.train)}</td>}
            {!isAccuracy && settings.smoothing > 0 && <td>{text(values.smoothed)}</td>}
            <td>
              {isAccuracy
                ? values.accuracy
                  ? formatPercent(values.accuracy.value)
                  : '–'
                : text(values.validation?.value ?? null)}
            </td>
            {withLinked && <td>{linked ? fromLink(linked, reading) : '–'}</td>}
          </tr>
        ))}
      </tbody>
      {earlier !== undefined && (
        <caption>
          {isAccuracy ? 'Accuracy' : 'Validation'} as measured at step {formatCount(earlier)}
        </caption>
      )}
    </table>
  );
}

/** The link's accuracy there, or its smoothed training loss and its validation loss. */
function fromLink({ train, validation, accuracy }: LinkedValues, reading: Reading): string {
  if (reading.unit.isAccuracy) return accuracy === null ? '–' : formatPercent(accuracy);
  const text = (loss: number | null) => (loss === null ? '–' : formatMeasured(reading.value(loss), 3));
  return `${text(train)} / ${text(validation)}`;
}

function say({ values: { train, validation, accuracy }, linked }: Row, reading: Reading): string {
  const text = (loss: number) => formatMeasured(reading.value(loss), 3);
  const own = reading.unit.isAccuracy
    ? [accuracy && `accuracy ${formatPercent(accuracy.value)}`]
    : [train !== null && `train ${text(train)}`, validation && `validation ${text(validation.value)}`];
  return [...own, linked && `from the link ${fromLink(linked, reading)}`].filter(Boolean).join(', ');
}
