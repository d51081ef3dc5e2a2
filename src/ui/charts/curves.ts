/** From the stored losses of all runs to what one drawing of the chart shows, and to the exact values at one step. */
import type { RunCurves } from '../../store/runsStore';
import type { Series } from '../../store/series';
import { smooth } from './smooth';
import { type Point, thin } from './thin';
import { type Axis, stepAxis, valueAxis } from './ticks';

/** What changes the numbers of a drawing. */
export interface Scale {
  logSteps: boolean;
  smoothing: number;
  /** A loss in nats per token as it is drawn. */
  value(loss: number): number;
}

export interface RunLines {
  runId: string;
  train: Point[];
  validation: Point[];
}

export interface Drawing {
  lines: RunLines[];
  x: Axis;
  y: Axis;
}

/** Most points of a line on the chart; a projector has few more pixels to show them on. */
const trainPoints = 300;
const validationPoints = 40;

/** What the chart shows of these runs, or null where they have no point yet. */
export function draw(
  runIds: readonly string[],
  curves: Record<string, RunCurves>,
  { logSteps, smoothing, value }: Scale,
): Drawing | null {
  const lines = runIds.flatMap((runId): RunLines[] => {
    const own = curves[runId];
    if (!own) return [];
    const train = smooth(own.train, smoothing);
    return [
      {
        runId,
        train: valued(thin(train.steps, train.losses, trainPoints, logSteps), value),
        validation: valued(thinValidation(own.validation, logSteps), value),
      },
    ];
  });
  const points = lines.flatMap(({ train, validation }) => [...train, ...validation]);
  if (points.length === 0) return null;
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  return {
    lines,
    x: stepAxis(Math.min(...xs), Math.max(...xs), logSteps),
    y: valueAxis(Math.min(...ys), Math.max(...ys)),
  };
}

function valued(points: Point[], value: Scale['value']): Point[] {
  return points.map(({ x, y }) => ({ x, y: value(y) }));
}

/** Step 0, the untrained model, has no place on a logarithmic axis. */
function thinValidation({ steps, losses }: Series, log: boolean): Point[] {
  const from = log && steps[0] === 0 ? 1 : 0;
  return thin(steps.subarray(from), losses.subarray(from), validationPoints, log);
}

/** A run's losses at one step, in nats per token. */
export interface ValuesAt {
  /** Of exactly this step's batch; null where the run has not been there. */
  train: number | null;
  /** As the line shows it. */
  smoothed: number | null;
  /** The last one measured by then, and the step it was measured after. */
  validation: { step: number; loss: number } | null;
}

export function valuesAt(own: RunCurves | undefined, step: number, smoothing: number): ValuesAt {
  if (!own) return { train: null, smoothed: null, validation: null };
  const { train, validation } = own;
  const at = lastUpTo(train.steps, step);
  const there = at >= 0 && train.steps[at] === step;
  const past = lastUpTo(validation.steps, step);
  return {
    train: there ? (train.losses[at] as number) : null,
    smoothed: there ? (smooth(train, smoothing).losses[at] as number) : null,
    validation:
      past < 0 ? null : { step: validation.steps[past] as number, loss: validation.losses[past] as number },
  };
}

/** Index of the last of the rising `steps` that is not beyond `step`, -1 for none. */
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

/** The lowest of a series, or null where it is empty. */
export function lowest({ losses }: Series): number | null {
  if (losses.length === 0) return null;
  let low = Number.POSITIVE_INFINITY;
  for (const loss of losses) if (loss < low) low = loss;
  return low;
}
