/**
 * The registry of what the chart's horizontal axis can show, and where a run's steps lie on it. A new one is an entry here; its
 * place among the ids is in src/document/view.ts.
 */

import type { chartXAxes } from '../../document/view';
import { settingsOfRun } from '../../experiment/overrides';
import type { Experiment, Run } from '../../experiment/schema';
import { formatAmount, formatCount, formatSignificant } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { trainingCost } from '../../measure/trainingCost';
import type { Series } from '../../runtime/series';

/** One run as its steps are placed. */
export interface PlacedRun {
  /** Tokens that a step trains on; null where that is not known. */
  stepTokens: number | null;
  /** Floating point operations of a step; null where the vocabulary is not known yet. */
  stepFlops: number | null;
  /** Seconds trained by some of its steps, rising; none where they were not recorded. */
  seconds: Series | undefined;
}

export interface XScale {
  id: (typeof chartXAxes)[number];
  /** In the choice of axes. */
  name(): string;
  /** Beside the axis. */
  label(): string;
  /** The closest that two ticks may be. */
  least: number;
  format(value: number): string;
  /** What a value of the axis is called where it is read out: "Step 12". */
  say(value: number): string;
  /**
   * Places steps on the axis.
   * @param steps rising
   * @returns as many values, rising; null where they are not known
   */
  place(steps: ArrayLike<number>, run: PlacedRun): Float64Array | null;
  /** Finds the step at a value of the axis, to the nearest; null where that is not known. */
  stepAt(value: number, run: PlacedRun): number | null;
}

/** A scale on which each step of a run is as wide as every other. */
const proportional = (
  rest: Omit<XScale, 'place' | 'stepAt' | 'least'>,
  width: (run: PlacedRun) => number | null,
  least = 0,
): XScale => ({
  ...rest,
  least,
  place(steps, run) {
    const each = width(run);
    if (each === null) return null;
    const xs = new Float64Array(steps.length);
    for (let i = 0; i < xs.length; i++) xs[i] = (steps[i] as number) * each;
    return xs;
  },
  stepAt(value, run) {
    const each = width(run);
    return each === null ? null : Math.round(value / each);
  },
});

/** In the order of the choice. */
export const xScales: readonly XScale[] = [
  proportional(
    {
      id: 'step',
      name: () => t('kit.step'),
      label: () => t('kit.step'),
      format: formatCount,
      say: (step) => t('charts.xScales.step.place', { step: formatCount(Math.round(step)) }),
    },
    () => 1,
    1,
  ),
  {
    id: 'seconds',
    name: () => t('charts.xScales.seconds.name'),
    label: () => t('charts.xScales.seconds.label'),
    least: 0,
    format: formatCount,
    say: (seconds) => t('charts.xScales.seconds.place', { seconds: formatSignificant(seconds, 3) }),
    place: (steps, { seconds }) =>
      seconds && seconds.length > 0 ? interpolated(steps, seconds.steps, seconds.values) : null,
    stepAt(value, { seconds }) {
      if (!seconds || seconds.length === 0) return null;
      return Math.round(interpolated([value], seconds.values, seconds.steps)[0] as number);
    },
  },
  proportional(
    {
      id: 'tokens',
      name: () => t('charts.xScales.tokens.name'),
      label: () => t('charts.xScales.tokens.label'),
      format: formatAmount,
      say: (tokens) => t('charts.xScales.tokens.place', { tokens: formatAmount(tokens) }),
    },
    ({ stepTokens }) => stepTokens,
    1,
  ),
  proportional(
    {
      id: 'flops',
      name: () => t('charts.xScales.flops.name'),
      label: () => t('charts.xScales.flops.label'),
      format: formatAmount,
      say: (flops) => t('charts.xScales.flops.place', { flops: formatAmount(flops) }),
    },
    ({ stepFlops }) => stepFlops,
    1,
  ),
];

/** Gives what a run's steps are placed by. @param vocab null while it is not known @param seconds see RunCurves */
export function placedRun(
  shared: Experiment,
  run: Run,
  vocab: number | null,
  seconds: Series | undefined,
): PlacedRun {
  const experiment = settingsOfRun(shared, run);
  return {
    stepTokens: experiment.batch * experiment.model.context,
    stepFlops: vocab === null ? null : trainingCost(experiment, run, vocab).stepFlops,
    seconds,
  };
}

/**
 * Interpolates linearly between known points and from the origin to the first; beyond the last it goes on as between its last
 * two.
 * @param at rising @param xs rising @param ys as many
 */
function interpolated(at: ArrayLike<number>, xs: ArrayLike<number>, ys: ArrayLike<number>): Float64Array {
  let i = 0;
  return Float64Array.from(at, (x) => {
    while (i < xs.length - 1 && (xs[i] as number) < x) i++;
    const [x1, y1] = [xs[i] as number, ys[i] as number];
    const [x0, y0] = i === 0 ? [0, 0] : [xs[i - 1] as number, ys[i - 1] as number];
    return x1 === x0 ? y1 : y0 + ((x - x0) * (y1 - y0)) / (x1 - x0);
  });
}
