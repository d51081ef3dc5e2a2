/** Computes what the chart shows of the stored curves, and the exact values at one step. */

import type { SharedCurves, SharedPoint } from '../../document/link/shared';
import type { RunCurves } from '../../runtime/runReducer';
import type { Series } from '../../runtime/series';
import { decimate, type Point } from './decimate';
import { type PlacedPoint, placedPoints, scaleLimit, spanOf } from './scaleLimit';
import { smooth } from './smooth';
import { type Axis, shareAxis, stepAxis, valueAxis } from './ticks';

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
}

export interface RunPoints {
  runId: string;
  train: PlacedPoint[];
  validation: PlacedPoint[];
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
  y: Axis;
  /** Ids of the runs, and of those of the link, that have a value beyond the scale. */
  beyond: string[];
}

/** Most points of a line on the chart; a projector has few more pixels to show them on. */
const trainPoints = 300;
const validationPoints = 40;

/**
 * Computes what the chart shows: each run's curves, smoothed, in the chart's unit and decimated, and axes that span them.
 * @param curves by run id; losses in nats per token, accuracies as shares 0 to 1
 * @param brought curves of a link, drawn behind @param earlier by run id, of runs before an edit changed them
 * @returns null where there is no point yet
 */
export function draw(
  runIds: readonly string[],
  curves: Record<string, RunCurves>,
  { logSteps, smoothing, isAccuracy, value, guess = null }: Scale,
  brought: readonly LinkedCurves[] = [],
  earlier: Record<string, RunCurves> = {},
): Drawing | null {
  const pointsOf =
    (of: Record<string, RunCurves>) =>
    (runId: string): RunPoints[] => {
      const own = of[runId];
      if (!own) return [];
      if (isAccuracy) return [{ runId, train: [], validation: decimateMeasured(own.accuracy, logSteps) }];
      const train = smooth(own.train, smoothing);
      return [
        {
          runId,
          train: valued(decimate(train.steps, train.values, trainPoints, logSteps), value),
          validation: valued(decimateMeasured(own.validation, logSteps), value),
        },
      ];
    };
  const lines = runIds.flatMap(pointsOf(curves));
  const earlierLines = runIds.flatMap(pointsOf(earlier));
  const ofLink = (points: SharedPoint[], of: Scale['value']): Point[] =>
    points.filter(({ step }) => step > 0 || !logSteps).map((p) => ({ x: p.step, y: of(p.value) }));
  const linkedCurves = brought.map(
    ({ runId, curves: { train, validation, accuracy } }): RunPoints =>
      isAccuracy
        ? { runId, train: [], validation: ofLink(accuracy, (share) => share) }
        : { runId, train: ofLink(train, value), validation: ofLink(validation, value) },
  );
  const all = [...lines, ...linkedCurves, ...earlierLines].map(({ train, validation }) => [
    ...train,
    ...validation,
  ]);
  const points = all.flat();
  if (points.length === 0) return null;
  const xs = points.map((p) => p.x);
  const limit = scaleLimit(
    all.map((own) => own.map(({ y }) => y)),
    guess,
  );
  const y = isAccuracy
    ? shareAxis
    : valueAxis(
        ...spanOf(
          points.map((p) => p.y),
          limit,
        ),
      );
  const placed = ({ runId, train, validation }: RunPoints): RunPoints => ({
    runId,
    train: placedPoints(train, limit, y.domain[1]),
    validation: placedPoints(validation, limit, y.domain[1]),
  });
  const shown = {
    lines: lines.map(placed),
    linkedCurves: linkedCurves.map(placed),
    earlier: earlierLines.map(placed),
  };
  const isBeyond = ({ train, validation }: RunPoints) => [...train, ...validation].some((p) => p.beyond);
  return {
    ...shown,
    x: stepAxis(Math.min(...xs), Math.max(...xs), logSteps),
    y,
    beyond: [...new Set([...shown.lines, ...shown.linkedCurves].filter(isBeyond).map(({ runId }) => runId))],
  };
}

/** Makes the axes alone, for runs that have not trained or are hidden. @param steps that are to be trained */
export function emptyDrawing(steps: number, { logSteps, isAccuracy, guess }: Scale): Drawing {
  const valuesUnknown: Axis = { domain: [0, 1], ticks: [], format: String };
  const y = isAccuracy ? shareAxis : guess ? valueAxis(0, guess) : valuesUnknown;
  return {
    lines: [],
    linkedCurves: [],
    earlier: [],
    x: stepAxis(logSteps ? 1 : 0, steps, logSteps),
    y,
    beyond: [],
  };
}

function valued(points: Point[], value: Scale['value']): Point[] {
  return points.map(({ x, y }) => ({ x, y: value(y) }));
}

/** Decimates what was measured; step 0, the untrained model, has no place on a logarithmic axis. */
function decimateMeasured({ steps, values }: Series, log: boolean): Point[] {
  const from = log && steps[0] === 0 ? 1 : 0;
  return decimate(steps.subarray(from), values.subarray(from), validationPoints, log);
}

/** What a run was measured to be after a step, if it was. */
export type Measured = { step: number; value: number } | null;

/** A run's losses at one step, in nats per token, and its accuracy. */
export interface ValuesAt {
  /** Of exactly this step's batch; null where the run has not been there. */
  train: number | null;
  /** As the line shows it. */
  smoothed: number | null;
  /** The last ones measured by then. */
  validation: Measured;
  accuracy: Measured;
}

/**
 * Reads a run's curves at one step: training loss of exactly that step's batch, the rest as last measured by then.
 * @param smoothing weight of the past in the moving average, 0 to below 1
 */
export function valuesAt(own: RunCurves | undefined, step: number, smoothing: number): ValuesAt {
  if (!own) return { train: null, smoothed: null, validation: null, accuracy: null };
  const { train } = own;
  const at = lastUpTo(train.steps, step);
  const there = at >= 0 && train.steps[at] === step;
  return {
    train: there ? (train.values[at] as number) : null,
    smoothed: there ? (smooth(train, smoothing).values[at] as number) : null,
    validation: measuredBy(own.validation, step),
    accuracy: measuredBy(own.accuracy, step),
  };
}

export interface LinkedValues {
  train: number | null;
  validation: number | null;
  accuracy: number | null;
}

/** Reads linked curves at one step: their smoothed training loss and what was measured, each the last by then. */
export function linkedValuesAt({ train, validation, accuracy }: SharedCurves, step: number): LinkedValues {
  const by = (points: SharedPoint[]): number | null =>
    points.findLast((point) => point.step <= step)?.value ?? null;
  return { train: by(train), validation: by(validation), accuracy: by(accuracy) };
}

function measuredBy({ steps, values }: Series, step: number): Measured {
  const past = lastUpTo(steps, step);
  return past < 0 ? null : { step: steps[past] as number, value: values[past] as number };
}

/** Bisects for the last of the rising `steps` that is not beyond `step`. @returns its index, -1 for none */
function lastUpTo(steps: ArrayLike<number>, step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] as number) <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** @returns the lowest value of a series, null where it is empty */
export function lowest({ values }: Series): number | null {
  if (values.length === 0) return null;
  let low = Number.POSITIVE_INFINITY;
  for (const value of values) if (value < low) low = value;
  return low;
}
