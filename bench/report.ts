/** Turns what was measured into the tables and the JSON: medians, ratios, and whether the losses agree. */
import { formatFixed } from '../src/format/numbers';
import type { AdapterFacts, KernelTime, Round } from './session';
import { type Case, caseTitle, describeSize, sizes } from './sizes';

/** What was measured of one contender in one case. */
export interface Measured {
  id: string;
  sameOptimizer: boolean;
  /** Of the first steps, read one by one. */
  losses: number[];
  /** With the compiling of its kernels. */
  firstStepMs: number;
  /** Of later steps whose loss was waited for one by one too, which a round's steps are not: what the first is held to. */
  singleStepMs: number[];
  /** The most that buffers took up in one step. */
  peakBytes: number;
  rounds: Round[];
  /** Why there are no rounds. */
  leftOut?: string;
}

export interface CaseResult extends Case {
  parameters: number;
  contenders: Measured[];
}

export interface Figures {
  stepMs: number;
  tokensPerSecond: number;
  dispatches: number;
  scriptMs: number;
}

/** How far the peers' losses may lie from the first contender's, relative to it. */
const tolerances = { first: 1e-3, third: 1e-2 } as const;

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('There is no median of no values.');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** Medians over the rounds; null where a contender was left out. */
export function figures({ rounds }: Pick<Measured, 'rounds'>, tokensInStep: number): Figures | null {
  if (rounds.length === 0) return null;
  const stepMs = median(rounds.map((r) => r.stepMs));
  return {
    stepMs,
    tokensPerSecond: (1000 * tokensInStep) / stepMs,
    dispatches: median(rounds.map((r) => r.dispatches)),
    scriptMs: median(rounds.flatMap((r) => r.scriptMs)),
  };
}

/** Where a contender's losses are not those of the first one: sentences, none where all agree. */
export function disagreements({ contenders }: Pick<CaseResult, 'contenders'>): string[] {
  const [first, ...others] = contenders;
  if (!first) return [];
  return others.flatMap((other) => {
    const limits = [tolerances.first, ...(other.sameOptimizer ? [undefined, tolerances.third] : [])];
    return limits.flatMap((limit, step) => {
      const [mine, theirs] = [first.losses[step], other.losses[step]];
      if (limit === undefined || mine === undefined || theirs === undefined) return [];
      const apart = Math.abs(theirs - mine) / Math.abs(mine);
      if (apart <= limit) return [];
      return [
        `In step ${step + 1} ${other.id} has a loss of ${formatFixed(theirs, 5)} and ${first.id} of ${formatFixed(mine, 5)}, ` +
          `further apart than ${limit} of it: they do not train the same model.`,
      ];
    });
  });
}

/** Rows as a Markdown table whose columns line up; the first column is text, the others are numbers. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, c) => Math.max(4, title.length, ...rows.map((r) => (r[c] ?? '').length)));
  const pad = (text: string, c: number) =>
    c === 0 ? text.padEnd(widths[c] as number) : text.padStart(widths[c] as number);
  const line = (cells: readonly string[]) =>
    `| ${header.map((_, c) => pad(cells[c] ?? '', c)).join(' | ')} |`;
  const rule = widths.map((w, c) => (c === 0 ? '-'.repeat(w) : `${'-'.repeat(w - 1)}:`));
  return [line(header), line(rule), ...rows.map(line)].join('\n');
}

export function describeAdapter({
  vendor,
  architecture,
  description,
  isFallbackAdapter,
}: AdapterFacts): string {
  const name = [vendor, architecture, description].filter(Boolean).join(', ') || 'an adapter without a name';
  return isFallbackAdapter ? `${name} (fallback adapter: software)` : name;
}

const ms = (value: number) => formatFixed(value, value < 99.95 ? 1 : 0);

/** A case as its heading, table of figures, losses and remarks; times are told as multiples of the first contender's too. */
export function formatCase(result: CaseResult): string {
  const size = sizes[result.size];
  const tokens = size.batch * size.context;
  const first = result.contenders[0] as Measured;
  const firstFigures = figures(first, tokens);
  const rows = result.contenders.map((c) => {
    const f = figures(c, tokens);
    const peak = formatFixed(c.peakBytes / 2 ** 20, 1);
    const firstStep = [ms(c.firstStepMs), `${formatFixed(c.firstStepMs / median(c.singleStepMs), 2)}×`];
    if (!f) return [c.id, '–', '–', '–', '–', peak, ...firstStep, '–'];
    return [
      c.id,
      ms(f.stepMs),
      formatFixed(f.tokensPerSecond, 0),
      formatFixed(f.dispatches, 0),
      ms(f.scriptMs),
      peak,
      ...firstStep,
      firstFigures ? `${formatFixed(f.stepMs / firstFigures.stepMs, 2)}×` : '–',
    ];
  });
  const titles = [
    '',
    'ms a step',
    'tokens/s',
    'dispatches',
    'script ms',
    'peak MiB',
    'first step ms',
    'first ÷ single',
    `time to ${first.id}’s`,
  ];
  const losses = result.contenders.map((c) => `${c.id} ${c.losses.map((l) => formatFixed(l, 5)).join(', ')}`);
  return [
    `### ${caseTitle(result)}`,
    '',
    `${describeSize(size)}, ${result.parameters} parameters, ${tokens} tokens a step.`,
    '',
    formatTable(titles, rows),
    '',
    `Losses of the first steps: ${losses.join('; ')}.`,
    ...result.contenders.flatMap((c) => (c.leftOut ? [`${c.id} is left out: ${c.leftOut}.`] : [])),
    ...disagreements(result),
  ].join('\n');
}

/** What the kernels of one contender took, under its heading. */
export function formatKernelsOf(
  contender: string,
  benchCase: Case,
  times: readonly KernelTime[],
  steps: number,
): string {
  return [
    `### ${contender}: ${caseTitle(benchCase)}, kernels of one step (mean of ${steps})`,
    '',
    formatKernels(times, steps),
  ].join('\n');
}

/** Kernels by their share of the time, those of `steps` steps counted as one. */
export function formatKernels(times: readonly KernelTime[], steps: number): string {
  const total = times.reduce((sum, t) => sum + t.microseconds, 0);
  const row = (name: string, dispatches: number, microseconds: number) => [
    name,
    formatFixed(dispatches / steps, 0),
    formatFixed(microseconds / steps, 0),
    `${formatFixed((100 * microseconds) / total, 1)} %`,
  ];
  const all = times.reduce((sum, t) => sum + t.dispatches, 0);
  return formatTable(
    ['kernel', 'dispatches', 'µs a step', 'share'],
    [...times.map((t) => row(t.name, t.dispatches, t.microseconds)), row('all', all, total)],
  );
}

/** The same for machines. */
export function caseAsJSON(result: CaseResult): object {
  const size = sizes[result.size];
  return {
    ...result,
    sizes: size,
    contenders: result.contenders.map((c) => ({ ...c, median: figures(c, size.batch * size.context) })),
  };
}
