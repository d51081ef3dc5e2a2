/** Turns the times of kernels into a table: their share of a step, and on a processor how near they come to its best. */
import { sum, sumBy } from 'es-toolkit';
import { formatFixed } from '../src/format/numbers';
import type { KernelTime, KernelTimes } from './session';
import { type Case, caseTitle } from './sizes';
import { formatTable, none } from './table';

/** What the kernels of one contender took, under its heading. @param steps that were timed */
export function formatKernelsOf(
  contender: string,
  benchCase: Case,
  times: KernelTimes,
  steps: number,
): string {
  const average = times.step ? 'median' : 'mean';
  return [
    `### ${contender}: ${caseTitle(benchCase)}, kernels of one step (${average} of ${steps})`,
    '',
    formatKernels(times),
  ].join('\n');
}

/** Kernels by their share of the time. */
export function formatKernels({ kernels, step }: KernelTimes): string {
  const sorted = [...kernels].sort((a, b) => b.microseconds - a.microseconds);
  return step ? formatCalls(sorted, step) : formatDispatches(sorted);
}

function formatDispatches(kernels: readonly KernelTime[]): string {
  const all = sumOf('all', kernels);
  const rows = [...kernels, all].map((time) => commonCells(time, all.microseconds));
  return formatTable(['kernel', 'dispatches', 'µs a step', 'share'], rows);
}

/** Kernels that ran one after the other, so that what is left of a step's time was spent between them. */
function formatCalls(kernels: readonly KernelTime[], step: NonNullable<KernelTimes['step']>): string {
  const { flopsPerSecondOf512 } = step;
  const inKernels = sumOf('', kernels);
  const products = sumOf(
    'all of matmul',
    kernels.filter(({ name }) => name.startsWith('matmul ')),
  );
  const between = {
    name: 'between kernels',
    dispatches: 0,
    microseconds: step.microseconds - inKernels.microseconds,
  };
  const all = { name: 'step', dispatches: inKernels.dispatches, microseconds: step.microseconds };
  const row = (time: KernelTime) => {
    const cells = commonCells(time, step.microseconds);
    if (time.flops === undefined) return [...cells, none, none];
    const flopsPerSecond = time.flops / (time.microseconds / 1e6);
    return [...cells, giga(flopsPerSecond), percent(flopsPerSecond / flopsPerSecondOf512)];
  };
  return [
    formatTable(
      ['kernel', 'calls', 'µs a step', 'share', 'GFLOP/s', 'of 512³'],
      [...kernels, products, between, all].map(row),
    ),
    '',
    'A product of 512 × 512 matrices by the same kernels, in turn with the steps: ' +
      `${giga(flopsPerSecondOf512)} GFLOP/s.`,
  ].join('\n');
}

function sumOf(name: string, kernels: readonly KernelTime[]): KernelTime {
  const flops = kernels.map((time) => time.flops);
  return {
    name,
    dispatches: sumBy(kernels, ({ dispatches }) => dispatches),
    microseconds: sumBy(kernels, ({ microseconds }) => microseconds),
    ...(flops.every((n) => n !== undefined) && { flops: sum(flops) }),
  };
}

function commonCells({ name, dispatches, microseconds }: KernelTime, all: number): string[] {
  return [name, formatFixed(dispatches, 0), formatFixed(microseconds, 0), percent(microseconds / all)];
}

const giga = (flopsPerSecond: number) => formatFixed(flopsPerSecond / 1e9, 1);

const percent = (share: number) => `${formatFixed(100 * share, 1)} %`;
