/** Computes what the chart shows of the stored curves: points in the chart's units, within its window, and the axes they span. */

import type { SharedCurves, SharedPoint } from '../../document/link/shared';
import type { BandKind } from '../../measure/bands';
import { decimate, type Point } from '../../runtime/decimate';
import type { RunCurves } from '../../runtime/runReducer';
import type { Series } from '../../runtime/series';
import { differences } from './differences';
import { type PlacedPoint, placedPoints, scaleLimit, spanOf } from './scaleLimit';
import { bandEdges, type SeedLine } from './seedLines';
import { smooth } from './smooth';
import { type Axis, amountAxis, logValueAxis, shareAxis, shareDifferenceAxis, valueAxis } from './ticks';
import { type PlacedRun, type XScale, xScales } from './xScales';

/** What changes the numbers of a drawing. */
export interface Scale {
  logSteps: boolean;
  smoothing: number;
  /** Accuracies are drawn, and no losses. */
  isAccuracy: boolean;
  /** A loss in nats per token as it is drawn. */
  value(loss: number): number;
  /** What a guess comes to, as it is drawn; null or left out while that is not known. */
  guess?: number | null;
  logValues?: boolean;
  /** What the horizontal axis shows; steps where it is left out. */
  x?: XScale;
  /** By run id; a run that is missing has steps alone. */
  placed?: Record<string, PlacedRun>;
  /** The same of runs before an edit changed them. */
  placedEarlier?: Record<string, PlacedRun>;
  /** The curves that all others are drawn as the difference to; null or left out for none. */
  reference?: RunCurves | null;
  /** The part of the horizontal axis that is shown; null or left out for all of it. */
  window?: readonly [number, number] | null;
  /** By the id of the run that stands for them, runs of several seeds that are drawn as one, and what their bands span. */
  seeds?: { kind: BandKind; lines: Readonly<Record<string, SeedLine>> } | undefined;
  /** Intervals between ticks, at most about so many. */
  ticks?: { x: number; y: number };
}

export interface RunPoints {
  runId: string;
  train: PlacedPoint[];
  validation: PlacedPoint[];
  /** The edges of a band about the line, of runs of several seeds. */
  band?: { low: PlacedPoint[]; high: PlacedPoint[] } | undefined;
}

/** Curves that a link brought for a run. */
export interface LinkedCurves {
  runId: string;
  curves: SharedCurves;
}

export interface Drawing {
  lines: RunPoints[];
  /** Those of a link, behind them. */
  linkedCurves: RunPoints[];
  /** Those of runs before an edit changed them, behind all. */
  earlier: RunPoints[];
  x: Axis;
  y: Axis & { log: boolean };
  /** Ids of the runs, and of those of the link, that have a value beyond the scale. */
  beyond: string[];
  /** Ids of the runs that have no place on the horizontal axis, as their seconds were not recorded. */
  unplaced: string[];
}

/** Most points of a line on the chart; a projector has few more pixels to show them on. */
const trainPoints = 300;
const validationPoints = 40;

const inSteps: PlacedRun = { stepTokens: 1, stepFlops: null, seconds: undefined };
const usualTicks = { x: 8, y: 6 };

/**
 * Computes what the chart shows: each run's curves, smoothed, in the chart's unit and decimated, and axes that span them.
 * @param curves by run id; losses in nats per token, accuracies as shares 0 to 1
 * @param brought curves of a link, drawn behind @param earlier by run id, of runs before an edit changed them
 * @returns null where there is no point yet
 */
export function draw(
  runIds: readonly string[],
  curves: Record<string, RunCurves>,
  scale: Scale,
  brought: readonly LinkedCurves[] = [],
  earlier: Record<string, RunCurves> = {},
): Drawing | null {
  const { logSteps, isAccuracy, guess = null, window = null, ticks = usualTicks, reference = null } = scale;
  const { placed = {}, placedEarlier = {} } = scale;
  const lines = runIds.flatMap((id) => (curves[id] ? [pointsOf(id, curves[id], scale, placed)] : []));
  const earlierLines = runIds.flatMap((id) =>
    earlier[id] ? [pointsOf(id, earlier[id], scale, placedEarlier)] : [],
  );
  const linkedCurves = brought.map((one) => linkedPointsOf(one, scale, placed));
  const all = [...lines, ...linkedCurves, ...earlierLines].map(({ train, validation, band }) => [
    ...train,
    ...validation,
    ...(band ? [...band.low, ...band.high] : []),
  ]);
  const points = all.flat();
  if (points.length === 0) return null;
  const xs = points.map((p) => p.x);
  const limit = scaleLimit(
    all.map((own) => own.map(({ y }) => y)),
    reference ? null : guess,
  );
  // Beside the window there is a point more on either side, which a line comes from.
  const seen = window ? points.filter(({ x }) => x >= window[0] && x <= window[1]) : points;
  const y = valuesAxis(
    spanOf(
      (seen.length > 0 ? seen : points).map((p) => p.y),
      limit,
    ),
    scale,
    ticks.y,
  );
  const inScale = ({ runId, train, validation, band }: RunPoints): RunPoints => {
    const on = (points: readonly Point[]) => placedPoints(points, limit, y.domain[1]);
    return {
      runId,
      train: on(train),
      validation: on(validation),
      band: band && { low: on(band.low), high: on(band.high) },
    };
  };
  const shown = {
    lines: lines.map(inScale),
    linkedCurves: linkedCurves.map(inScale),
    earlier: earlierLines.map(inScale),
  };
  const isBeyond = ({ train, validation }: RunPoints) => [...train, ...validation].some((p) => p.beyond);
  const isEmpty = ({ train, validation }: RunPoints) => train.length + validation.length === 0;
  const hasPoints = (id: string) => (isAccuracy ? curves[id]?.accuracy : curves[id]?.train)?.length ?? 0;
  const { x = xScales[0] as XScale } = scale;
  return {
    ...shown,
    x: stepsAxis(
      window ?? [logSteps ? Math.min(...xs) : Math.min(0, ...xs), Math.max(...xs)],
      x,
      logSteps,
      ticks.x,
    ),
    y,
    beyond: [...new Set([...shown.lines, ...shown.linkedCurves].filter(isBeyond).map(({ runId }) => runId))],
    unplaced: reference
      ? []
      : shown.lines.filter((line) => isEmpty(line) && hasPoints(line.runId) > 0).map(({ runId }) => runId),
  };
}

/** Makes the axes alone, for runs that have not trained or are hidden. @param end of the horizontal axis; null where it is not known */
export function emptyDrawing(end: number | null, scale: Scale): Drawing {
  const { logSteps, isAccuracy, guess, x = xScales[0] as XScale, ticks = usualTicks } = scale;
  const unknown: Axis = { domain: [0, 1], ticks: [], format: String };
  const known = isAccuracy || guess;
  const from = logSteps ? (x.id === 'step' ? 1 : (end ?? 1) / 1000) : 0;
  return {
    lines: [],
    linkedCurves: [],
    earlier: [],
    x: end === null ? unknown : stepsAxis([from, end], x, logSteps, ticks.x),
    y: known
      ? valuesAxis([0, guess ?? 1], { ...scale, logValues: false }, ticks.y)
      : { ...unknown, log: false },
    beyond: [],
    unplaced: [],
  };
}

const stepsAxis = ([low, high]: readonly [number, number], x: XScale, log: boolean, most: number): Axis =>
  amountAxis(low, Math.max(high, low + x.least), log, { most, least: x.least, format: x.format });

function valuesAxis(
  [low, high]: [number, number],
  { isAccuracy, reference, logValues = false }: Scale,
  most: number,
): Drawing['y'] {
  if (reference) return { ...(isAccuracy ? shareDifferenceAxis : valueAxis)(low, high, most), log: false };
  if (isAccuracy) return { ...shareAxis, log: false };
  return logValues && low > 0
    ? { ...logValueAxis(low, high, most), log: true }
    : { ...valueAxis(low, high, most), log: false };
}

function pointsOf(runId: string, own: RunCurves, scale: Scale, placed: Record<string, PlacedRun>): RunPoints {
  const { smoothing, isAccuracy, reference = null } = scale;
  const run = placed[runId] ?? inSteps;
  const line = (read: (curves: RunCurves) => Series, value: Scale['value'], most: number): Point[] => {
    const series = read(own);
    const { steps, values } = reference ? differences(series, read(reference), value) : series;
    const points = visiblePoints(steps, values, run, most, scale);
    return reference ? points : points.map(({ x, y }) => ({ x, y: value(y) }));
  };
  const smoothed = (curves: RunCurves) => smooth(curves.train, smoothing);
  const band = bandOfSeeds(runId, isAccuracy ? (c) => c.accuracy : smoothed, scale, run);
  if (isAccuracy)
    return { runId, train: [], validation: line((c) => c.accuracy, same, validationPoints), band };
  return {
    runId,
    train: line(smoothed, scale.value, trainPoints),
    validation: line((c) => c.validation, scale.value, validationPoints),
    band,
  };
}

/** The band about the line that joins the points: of accuracies, or of training losses. */
function bandOfSeeds(
  runId: string,
  read: (curves: RunCurves) => Series,
  scale: Scale,
  run: PlacedRun,
): RunPoints['band'] {
  const line = scale.seeds?.lines[runId];
  if (!line || !scale.seeds) return undefined;
  const edges = bandEdges(line, scale.seeds.kind, read, scale.isAccuracy ? same : scale.value);
  const edge = (values: Float64Array) => visiblePoints(edges.steps, values, run, trainPoints, scale);
  return { low: edge(edges.low), high: edge(edges.high) };
}

/** Decimates the part of a curve that is shown, and a point more on either side; what is at 0 has no place on a logarithmic axis. */
function visiblePoints(
  steps: Float64Array,
  values: Float64Array,
  run: PlacedRun,
  most: number,
  { x = xScales[0] as XScale, logSteps, window = null }: Scale,
): Point[] {
  const xs = x.place(steps, run);
  if (!xs) return [];
  let from = 0;
  let to = xs.length;
  if (window) {
    while (from + 1 < to && (xs[from + 1] as number) < window[0]) from++;
    while (to - 2 >= from && (xs[to - 2] as number) > window[1]) to--;
  }
  if (logSteps) while (from < to && (xs[from] as number) <= 0) from++;
  return decimate(xs.subarray(from, to), values.subarray(from, to), most, logSteps);
}

function linkedPointsOf(
  { runId, curves }: LinkedCurves,
  scale: Scale,
  placed: Record<string, PlacedRun>,
): RunPoints {
  const { isAccuracy, reference = null, smoothing, logSteps, x = xScales[0] as XScale } = scale;
  const run = placed[runId] ?? inSteps;
  const points = (of: SharedPoint[], read: (curves: RunCurves) => Series, value: Scale['value']): Point[] => {
    const steps = Float64Array.from(of, ({ step }) => step);
    const own = { steps, values: Float64Array.from(of, (point) => point.value) };
    const drawn = reference ? differences(own, read(reference), value) : own;
    const xs = x.place(drawn.steps, run) ?? [];
    return Array.from(xs, (at, i) => {
      const y = drawn.values[i] as number;
      return { x: at, y: reference ? y : value(y) };
    }).filter((point) => point.x > 0 || !logSteps);
  };
  if (isAccuracy) return { runId, train: [], validation: points(curves.accuracy, (c) => c.accuracy, same) };
  return {
    runId,
    train: points(curves.train, (c) => smooth(c.train, smoothing), scale.value),
    validation: points(curves.validation, (c) => c.validation, scale.value),
  };
}

const same = (share: number) => share;

/** @returns the lowest value of a series, null where it is empty */
export function lowest({ values }: Series): number | null {
  if (values.length === 0) return null;
  let low = Number.POSITIVE_INFINITY;
  for (const value of values) if (value < low) low = value;
  return low;
}
