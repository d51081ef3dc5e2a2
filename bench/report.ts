/** Turns what was measured into the tables and the JSON: medians, ratios, and whether the losses agree. */
import { formatFixed } from '../src/format/numbers';
import type { AdapterFacts } from '../src/platform/gpu';
import { racerTitle } from './contenders';
import { fastestOfEach, formatFastest } from './fastest';
import type { Round } from './session';
import { type Case, caseTitle, describeSize, sizes } from './sizes';
import { formatTable, ms, none, times } from './table';

/** What was measured of one contender in one case. */
export interface Measured {
  id: string;
  /** What it computed with, such as "WebAssembly, plain SIMD". */
  device: string;
  /** On a processor; null where they are the device's own affair. */
  threads: number | null;
  sameOptimizer: boolean;
  /** Of the first steps, read one by one. */
  losses: number[];
  /** With the compiling of its kernels. */
  firstStepMs: number;
  /** Of later steps whose loss was waited for one by one too, which a round's steps are not: what the first is held to. */
  singleStepMs: number[];
  /** The most that GPU buffers took up in one step, or the model on a processor; null where nobody knows. */
  peakBytes: number | null;
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
  /** null without a GPU. */
  dispatches: number | null;
  /** null without JavaScript. */
  scriptMs: number | null;
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

const medianIfAny = (values: readonly number[]) => (values.length === 0 ? null : median(values));

/** How a measured contender is named in tables and sentences. */
const titleOf = ({ id, threads }: Pick<Measured, 'id' | 'threads'>) => racerTitle(id, threads);

/** Medians over the rounds; null where a contender was left out. */
export function figures({ rounds }: Pick<Measured, 'rounds'>, tokensInStep: number): Figures | null {
  if (rounds.length === 0) return null;
  const stepMs = median(rounds.map((r) => r.stepMs));
  return {
    stepMs,
    tokensPerSecond: (1000 * tokensInStep) / stepMs,
    dispatches: medianIfAny(rounds.map((r) => r.dispatches).filter((n) => n !== null)),
    scriptMs: medianIfAny(rounds.flatMap((r) => r.scriptMs)),
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
        `In step ${step + 1} ${titleOf(other)} has a loss of ${formatFixed(theirs, 5)} and ${titleOf(first)} of ${formatFixed(mine, 5)}, ` +
          `further apart than ${limit} of it: they do not train the same model.`,
      ];
    });
  });
}

export function describeAdapter({ vendor, architecture, description, isFallback }: AdapterFacts): string {
  const name = [vendor, architecture, description].filter(Boolean).join(', ') || 'an adapter without a name';
  return isFallback ? `${name} (fallback adapter: software)` : name;
}

/** A case as its heading, table of figures, losses and remarks; times are told as multiples of the first contender's too. */
export function formatCase(result: CaseResult): string {
  const size = sizes[result.size];
  const tokens = size.batch * size.context;
  const first = result.contenders[0] as Measured;
  const firstFigures = figures(first, tokens);
  const rows = result.contenders.map((c) => {
    const f = figures(c, tokens);
    return [
      titleOf(c),
      c.device,
      c.threads === null ? none : `${c.threads}`,
      f ? ms(f.stepMs) : none,
      f ? formatFixed(f.tokensPerSecond, 0) : none,
      typeof f?.dispatches === 'number' ? formatFixed(f.dispatches, 0) : none,
      typeof f?.scriptMs === 'number' ? ms(f.scriptMs) : none,
      c.peakBytes === null ? none : formatFixed(c.peakBytes / 2 ** 20, 1),
      ms(c.firstStepMs),
      times(c.firstStepMs / median(c.singleStepMs)),
      f && firstFigures ? times(f.stepMs / firstFigures.stepMs) : none,
    ];
  });
  const titles = [
    '',
    'device',
    'threads',
    'ms a step',
    'tokens/s',
    'dispatches',
    'script ms',
    'peak MiB',
    'first step ms',
    'first ÷ single',
    `time to ${titleOf(first)}’s`,
  ];
  const losses = result.contenders.map(
    (c) => `${titleOf(c)} ${c.losses.map((l) => formatFixed(l, 5)).join(', ')}`,
  );
  return [
    `### ${caseTitle(result)}`,
    '',
    `${describeSize(size)}, ${result.parameters} parameters, ${tokens} tokens a step.`,
    '',
    formatTable(titles, rows, 2),
    ...formatFastest(result.contenders),
    '',
    `Losses of the first steps: ${losses.join('; ')}.`,
    ...result.contenders.flatMap((c) => (c.leftOut ? [`${titleOf(c)} is left out: ${c.leftOut}.`] : [])),
    ...disagreements(result),
  ].join('\n');
}

/** The same for machines. */
export function caseAsJSON(result: CaseResult): object {
  const size = sizes[result.size];
  return {
    ...result,
    sizes: size,
    contenders: result.contenders.map((c) => ({ ...c, median: figures(c, size.batch * size.context) })),
    fastest: fastestOfEach(result.contenders),
  };
}
