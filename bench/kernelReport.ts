/** Turns the times of kernels into a table: their share of a step, and on a processor how near they come to its best. */
import { formatFixed } from '../src/format/numbers';
import type { KernelTime, KernelTimes } from './session';
import { type Case, caseTitle } from './sizes';
import { formatTable, none } from './table';

/** What the kernels of one contender took, under its heading. */
export function formatKernelsOf(
  contender: string,
  benchCase: Case,
  times: KernelTimes,
  steps: number,
): string {
  return [
    `### ${contender}: ${caseTitle(benchCase)}, kernels of one step (mean of ${steps})`,
    '',
    formatKernels(times, steps),
  ].join('\n');
}

/** Kernels by their share of the time, those of `steps` steps counted as one. */
export function formatKernels(times: KernelTimes, steps: number): string {
  return times.flopsPerSecondOf512 === undefined
    ? formatDispatches(times, steps)
    : formatCalls(times, times.flopsPerSecondOf512, steps);
}

function formatDispatches({ kernels }: KernelTimes, steps: number): string {
  const all = sumOf('all', kernels);
  const rows = [...sorted(kernels), all].map((time) => commonCells(time, all.microseconds, steps));
  return formatTable(['kernel', 'dispatches', 'µs a step', 'share'], rows);
}

/** Kernels that ran one after the other, so that what is left of a step's time was spent between them. */
function formatCalls(
  { kernels, stepsMicroseconds = 0 }: KernelTimes,
  flopsPerSecondOf512: number,
  steps: number,
): string {
  const inKernels = sumOf('all kernels', kernels);
  const between = {
    name: 'between kernels',
    dispatches: 0,
    microseconds: stepsMicroseconds - inKernels.microseconds,
  };
  const products = sumOf(
    'all of matmul',
    kernels.filter(({ name }) => name.startsWith('matmul')),
  );
  const step = { name: 'step', dispatches: inKernels.dispatches, microseconds: stepsMicroseconds };
  const row = (time: KernelTime) => {
    const cells = commonCells(time, stepsMicroseconds, steps);
    if (time.flops === undefined) return [...cells, none, none];
    const flopsPerSecond = time.flops / (time.microseconds / 1e6);
    return [...cells, formatFixed(flopsPerSecond / 1e9, 1), percent(flopsPerSecond / flopsPerSecondOf512)];
  };
  return [
    formatTable(
      ['kernel', 'calls', 'µs a step', 'share', 'GFLOP/s', 'of 512³'],
      [...sorted(kernels), products, between, step].map(row),
    ),
    '',
    `A product of 512 × 512 matrices by the same kernels, in turn with the steps: ${formatFixed(flopsPerSecondOf512 / 1e9, 1)} GFLOP/s.`,
  ].join('\n');
}

const sorted = (kernels: readonly KernelTime[]) =>
  [...kernels].sort((a, b) => b.microseconds - a.microseconds);

function sumOf(name: string, kernels: readonly KernelTime[]): KernelTime {
  const sum = (of: (time: KernelTime) => number) => kernels.reduce((total, time) => total + of(time), 0);
  const counted = kernels.length > 0 && kernels.every(({ flops }) => flops !== undefined);
  return {
    name,
    dispatches: sum((t) => t.dispatches),
    microseconds: sum((t) => t.microseconds),
    ...(counted && { flops: sum((t) => t.flops as number) }),
  };
}

function commonCells({ name, dispatches, microseconds }: KernelTime, all: number, steps: number): string[] {
  return [
    name,
    formatFixed(dispatches / steps, 0),
    formatFixed(microseconds / steps, 0),
    percent(microseconds / all),
  ];
}

const percent = (share: number) => `${formatFixed(100 * share, 1)} %`;
