/** What was measured as text: a Markdown table with a row for each size, as docs/browsers.md has them, and what to know of it. */

import { markdownLine, markdownTable } from '../../src/format/markdown';
import { formatSignificant } from '../../src/format/numbers';
import type { MachineFacts, StepTiming } from '../../src/runtime/protocol';
import type { BrowserFacts } from './browser';
import { engineNames, missingReason, sizeTitle, type TimedCase, timedEngines, timedSizes } from './cases';

/** Of one case: its timing, or a sentence on why there is none. */
export type Outcome = TimedCase & ({ timing: StepTiming } | { failure: string });

/** Everything that is known of a machine. */
export type Machine = BrowserFacts & MachineFacts;

const none = '–';

/** Milliseconds in three digits. */
export const ms = (value: number): string => formatSignificant(value, 3);

/** The machine as names and values, in the order of the table's columns. */
export function machineFacts({ browser, system, cores, simd, adapter }: Machine): [string, string][] {
  const card = 'name' in adapter ? `${adapter.name}${adapter.software ? ' (software)' : ''}` : 'none';
  return [
    ['Browser', browser],
    ['System', system],
    ['Cores', cores === null ? 'not told' : String(cores)],
    ['WebAssembly SIMD', simd ?? 'none'],
    ['Graphics adapter', card],
  ];
}

/**
 * Writes what was measured as Markdown.
 * @param version of the lab
 */
export function benchMarkdown(machine: Machine, outcomes: readonly Outcome[], version: string): string {
  const facts = machineFacts(machine);
  const head = [...facts.map(([name]) => name), 'Model', ...timedEngines.map((e) => engineNames[e]), 'Lab'];
  const rows = timedSizes.map((size) => [
    ...facts.map(([, value]) => value),
    sizeTitle(size),
    ...timedEngines.map((engine) => cell(outcomes.find((o) => o.size === size && o.engine === engine))),
    version,
  ]);
  const remarks = [
    'Milliseconds a training step: the median, and in brackets the first step.',
    ...timedEngines.flatMap((engine) => {
      const reason = missingReason(engine, machine);
      return reason ? [`${engineNames[engine]}: ${reason}`] : [];
    }),
    ...outcomes.flatMap((o) =>
      'failure' in o ? [`${engineNames[o.engine]}, ${o.size}, failed: ${o.failure}`] : [],
    ),
  ];
  return `${markdownTable(head, rows)}\n${remarks.map((remark) => `- ${markdownLine(remark)}\n`).join('')}`;
}

function cell(outcome: Outcome | undefined): string {
  if (!outcome) return none;
  return 'timing' in outcome ? `${ms(outcome.timing.stepMs)} (${ms(outcome.timing.firstMs)})` : 'failed';
}
