/**
 * Draws the chart's cursor, moved by pointer or keys: a line at a step, and every run's losses there. Dragging across the plot
 * zooms, a click picks the step.
 */

import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useState } from 'react';
import { createPortal } from 'react-dom';
import type { LinkedRun } from '../../app/links/links';
import { formatCount, formatMeasured, formatPercent } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import type { RunCurves } from '../../runtime/runReducer';
import { useApp, useCursor } from '../AppContext';
import { Isolated } from '../kit/Isolated';
import { RunSwatch } from '../kit/RunSwatch';
import { useMoment } from '../time/useMoment';
import type { ChartRun } from './chartRuns';
import type { ChartScale } from './chartScale';
import classes from './charts.module.css';
import { usePlot } from './Plot';
import { type LinkedValues, linkedValuesAt, type Measured, type ValuesAt, valuesAt } from './readout';
import { fromLink, spokenValues } from './readoutText';
import type { Reading } from './units';
import type { Range, Zoom } from './useZoom';
import type { PlacedRun } from './xScales';

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

/** How much wider the part that is shown becomes. */
const zoomKeys: Record<string, number> = { '+': 0.5, '=': 0.5, '-': 2, _: 2 };

/** Pixels that a pointer moves before it drags. */
const dragFrom = 6;

/** Rows of the table at the cursor, at most; of fewer runs all are there. */
const mostRows = 16;

interface CursorLayerProps {
  /** Where the layer is put, over the chart: HTML does not live in an SVG. */
  overlay: HTMLElement;
  runs: readonly ChartRun[];
  scale: ChartScale;
  /** By run id, in nats per token or as shares. */
  curves: Readonly<Record<string, RunCurves>>;
  reading: Reading;
  /** Read out beside the runs they belong to. */
  linkedCurves: readonly LinkedRun[];
  /** Shown part of the horizontal axis. */
  domain: Range;
  zoom: Zoom;
  onPick(step: number): void;
}

/** A run whose steps are the cursor's where none has a place of its own. */
const anyRun: PlacedRun = { stepTokens: 1, stepFlops: 1, seconds: undefined };

export function CursorLayer({
  overlay,
  runs,
  scale,
  curves,
  reading,
  linkedCurves,
  domain,
  zoom,
  onPick,
}: CursorLayerProps) {
  const { cursor: shared } = useApp();
  const plot = usePlot();
  const help = useId();
  const tooltip = useElementSize();
  const cursor = useCursor((c) => c.step);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const setCursor = (step: number | null) => shared.setState({ step });
  useEffect(() => () => shared.setState({ step: null }), [shared]);

  const { x, placed } = scale;
  // The axis of seconds or FLOPs has other steps for each run: the cursor's are those of the first that has a place on it.
  const leading = runs.map(({ id }) => placed[id]).find((run) => run && x.place([1], run)) ?? anyRun;
  const placeOf = (step: number) => x.place([step], leading)?.[0] ?? step;
  const stepOf = (value: number) => Math.max(0, x.stepAt(value, leading) ?? Math.round(value));
  const pixelOf = (value: number) => plot.horizontal.place(value) - plot.x;
  const valueAt = (pixel: number) => plot.horizontal.value(plot.x + Math.max(0, Math.min(plot.width, pixel)));
  const first = stepOf(domain[0]);
  const last = stepOf(domain[1]);
  const step = cursor === null ? null : Math.max(first, Math.min(last, cursor));
  const at = step ?? last;
  const value = placeOf(at);
  const pixel = step === null ? null : Math.max(0, Math.min(plot.width, pixelOf(value)));
  const stepAt = (pixel: number) => Math.max(first, Math.min(last, stepOf(valueAt(pixel))));

  const pixelIn = (event: PointerEvent<HTMLElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  const isDragged = drag !== null && Math.abs(drag.to - drag.from) > dragFrom;
  const onDown = (event: PointerEvent<HTMLElement>) => {
    setCursor(stepAt(pixelIn(event)));
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ from: pixelIn(event), to: pixelIn(event) });
  };
  const onMove = (event: PointerEvent<HTMLElement>) => {
    setCursor(stepAt(pixelIn(event)));
    if (drag) setDrag({ ...drag, to: pixelIn(event) });
  };
  const onUp = (event: PointerEvent<HTMLElement>) => {
    if (!drag) return;
    setDrag(null);
    if (isDragged) {
      const ends = [valueAt(drag.from), valueAt(drag.to)] as const;
      zoom.to([Math.min(...ends), Math.max(...ends)], domain);
    } else onPick(stepAt(pixelIn(event)));
  };
  const onKey = (event: KeyboardEvent) => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const part = keyParts[key];
    const factor = zoomKeys[key];
    if (part === undefined && factor === undefined && !['Escape', 'Enter'].includes(key)) return;
    event.preventDefault();
    if (factor !== undefined) return zoom.by(factor, value, domain);
    if (key === 'Enter') return onPick(at);
    if (part === undefined) return zoom.range ? zoom.reset() : setCursor(null);
    const to = stepAt(pixelOf(value) + part * plot.width);
    // However short the way is on the axis, it is a step at least.
    setCursor(Math.max(first, Math.min(last, part > 0 ? Math.max(to, at + 1) : Math.min(to, at - 1))));
  };

  // Many runs of files would cover the chart.
  const read = runs.length <= mostRows ? runs : runs.filter(({ readOnly }) => !readOnly);
  const rows = read.map((run) => {
    const linked = linkedCurves.find(({ runId }) => runId === run.id);
    const own = placed[run.id];
    const itsStep = (own && x.stepAt(value, own)) ?? at;
    return {
      run,
      step: itsStep,
      values: valuesAt(curves[run.id], itsStep, scale.smoothing),
      linked: linked ? linkedValuesAt(linked.curves, itsStep) : null,
    };
  });
  const spoken = rows
    .map((row) => t('charts.spoken.run', { run: isolated(row.run.name), values: spokenValues(row, reading) }))
    .join(t('charts.spoken.runSeparator'));
  return createPortal(
    // Moved by keys like a slider, and read out like one.
    <div
      className={classes.cursorArea}
      style={{ left: plot.x, top: plot.y, width: plot.width, height: plot.height }}
      role="slider"
      tabIndex={0}
      data-testid="chart-cursor"
      aria-label={t('charts.cursor.label')}
      aria-valuemin={first}
      aria-valuemax={last}
      aria-valuenow={at}
      aria-valuetext={t('charts.spoken.all', { place: x.say(value), runs: spoken })}
      aria-describedby={help}
      onPointerMove={onMove}
      onPointerDown={onDown}
      onPointerUp={onUp}
      onPointerCancel={() => setDrag(null)}
      onPointerLeave={() => setCursor(null)}
      onDoubleClick={zoom.reset}
      onFocus={() => setCursor(step ?? last)}
      onBlur={() => setCursor(null)}
      onKeyDown={onKey}
    >
      <span id={help} hidden>
        {t('charts.cursor.help')}
      </span>
      <MomentLine first={first} last={last} pixelOf={(moment) => pixelOf(placeOf(moment))} />
      {isDragged && (
        <div
          className={classes.selection}
          data-testid="chart-selection"
          style={{ left: Math.min(drag.from, drag.to), width: Math.abs(drag.to - drag.from) }}
        />
      )}
      {step !== null && pixel !== null && (
        <>
          <div className={classes.cursorLine} style={{ left: pixel }} />
          {!isDragged && (
            <div
              className={classes.tooltip}
              data-testid="chart-tooltip"
              ref={tooltip.ref}
              style={{ left: tooltipLeft(pixel, tooltip.width + 24, plot.width) }}
            >
              <Values rows={rows} title={x.say(value)} smoothed={scale.smoothing > 0} reading={reading} />
            </div>
          )}
        </>
      )}
    </div>,
    overlay,
  );
}

/** Draws the moment that the page shows; a component of its own, so that scrubbing draws nothing else of the chart anew. */
function MomentLine(props: { first: number; last: number; pixelOf(step: number): number }) {
  const { first, last, pixelOf } = props;
  const moment = useMoment();
  if (moment === null || moment < first || moment > last) return null;
  return <div className={classes.momentLine} data-testid="chart-moment" style={{ left: pixelOf(moment) }} />;
}

/** Places the tooltip: right of the cursor, or left of it where it does not fit, within the plot. */
function tooltipLeft(pixel: number, width: number, plotWidth: number): number {
  const right = pixel + 12;
  if (right + width <= plotWidth) return right;
  return Math.max(Math.min(0, plotWidth - width), pixel - 12 - width);
}

interface Row {
  run: ChartRun;
  /** Its step at the cursor. */
  step: number;
  values: ValuesAt;
  /** What the link's curves say there; null where it brought none. */
  linked: LinkedValues | null;
}

interface ValuesProps {
  rows: Row[];
  /** Where the cursor is on the axis. */
  title: string;
  smoothed: boolean;
  reading: Reading;
}

function Values({ rows, title, smoothed, reading }: ValuesProps) {
  const text = (loss: number | null) => (loss === null ? '–' : formatMeasured(reading.value(loss), 3));
  const { isAccuracy } = reading.unit;
  const measured = (values: ValuesAt): Measured => (isAccuracy ? values.accuracy : values.validation);
  const measuredAt = new Set(rows.flatMap(({ values }) => measured(values)?.step ?? []));
  const withLinked = rows.some(({ linked }) => linked !== null);
  const steps = new Set(rows.map(({ step }) => step));
  const apart = steps.size > 1;
  const earlier = apart ? undefined : [...measuredAt].find((at) => !steps.has(at));
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          {apart && <th scope="col">{t('kit.step')}</th>}
          {!isAccuracy && <th scope="col">{t('charts.values.train')}</th>}
          {!isAccuracy && smoothed && <th scope="col">{t('charts.cursor.smoothed')}</th>}
          <th scope="col">{t(isAccuracy ? 'charts.values.accuracy' : 'charts.values.validation')}</th>
          {withLinked && <th scope="col">{t('charts.cursor.fromLink')}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ run, step, values, linked }) => (
          <tr key={run.id}>
            <th scope="row">
              <RunSwatch style={run.style} /> <Isolated text={run.name} />
            </th>
            {apart && <td>{formatCount(step)}</td>}
            {!isAccuracy && <td>{text(values.train)}</td>}
            {!isAccuracy && smoothed && <td>{text(values.smoothed)}</td>}
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
          {t(isAccuracy ? 'charts.cursor.accuracyAt' : 'charts.cursor.validationAt', {
            step: formatCount(earlier),
          })}
        </caption>
      )}
    </table>
  );
}
