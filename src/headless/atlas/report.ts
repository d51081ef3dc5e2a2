/** What the lines of a plan say, as tables in Markdown: docs/atlas.md has its numbers from here. */
import { groupBy, sumBy, uniq } from 'es-toolkit';
import { version } from '../../../package.json';
import {
  againstStandard,
  besideStandard,
  type Comparison,
  cooperation,
  level,
  type NamedComparison,
  namedComparisons,
  orderEffects,
  ranked,
} from '../../atlas/comparisons';
import { meanHalfStep, overSeeds, type Result, resultsOf, scoresOf } from '../../atlas/results';
import { stackId } from '../../atlas/stacks';
import type { Difference } from '../../atlas/statistics';
import { markdownTable, markdownText } from '../../format/markdown';
import { formatCount, formatPercent, formatScientific } from '../../format/numbers';
import { formatEstimate } from '../../measure/evals/format';
import type { Lines } from './lineFile';
import type { ExpandedPlan } from './readPlan';
import { skipTable } from './skipTable';
import { lineEngine } from './trainCell';

/** Comparisons that are listed of each question, by effect over error. */
const listed = 20;

/** Writes all tables. */
export function atlasReport({ plan, cells }: ExpandedPlan, lines: Lines): string {
  const results = resultsOf(cells, lines);
  const sizes = uniq(results.map(({ size }) => size));
  const first = new Set(plan.first.map(stackId));
  const { name, version: engineVersion, build } = lineEngine;
  const trained = cells.filter(({ sameAs }) => sameAs === null);
  const there = trained.filter(({ id }) => lines.has(id)).length;
  return `${[
    `# ${markdownText(plan.title)}`,
    `${formatCount(there)} of ${formatCount(trained.length)} runs are there; ${cells.length - trained.length} cells are the same as others. ` +
      `Seeds ${plan.seeds.join(', ')}; engine ${name} ${engineVersion}, ${build} SIMD, Attention Lab ${version}.`,
    divergedLine(results),
    plateau(results.filter(({ stack }) => first.has(stack))),
    ...sizes.flatMap((size) => grids(results, size, sizes.length > 1)),
    skipTable(cells, lines),
    ...(plan.comparisons
      ? [named(namedComparisons(results, plan.comparisons))]
      : [
          comparisons(
            'Does a variant alone keep up with standard attention?',
            'standard attention alone',
            againstStandard(results),
          ),
          comparisons(
            'Does a variant gain beside standard attention?',
            'the variant alone',
            besideStandard(results),
          ),
          comparisons('Does the order decide?', 'upside down', orderEffects(results)),
          comparisons(
            'Does a hybrid beat both of its uniform stacks?',
            'the better uniform stack',
            cooperation(results),
          ),
        ]),
  ]
    .filter(Boolean)
    .join('\n\n')}\n`;
}

function divergedLine(results: readonly Result[]): string {
  const ids = results.flatMap(({ subject, stack, size, runs, sameAs }) =>
    sameAs === null
      ? runs.flatMap(({ seed, score }) => (score ? [] : [[subject, stack, size, seed].join('/')]))
      : [],
  );
  return ids.length === 0 ? 'No run diverged.' : `Runs that diverged: ${ids.map(markdownText).join(', ')}.`;
}

/** Whether the stacks that come first get more than midway from chance to every answer right. */
function plateau(first: readonly Result[]): string {
  const body = first.flatMap(({ subject, stack, steps, chance, runs }) => {
    if (chance === null || runs.length === 0) return [];
    const left = runs.filter(({ score }) => score && score.value > (1 + chance) / 2).length;
    return [
      [
        subject,
        stack,
        formatCount(steps),
        formatPercent(chance),
        runs
          .map(({ seed, score }) => `${seed}: ${score ? formatPercent(score.value) : 'diverged'}`)
          .join(', '),
        `${left} of ${runs.length}`,
      ],
    ];
  });
  if (body.length === 0) return '';
  const head = [
    'Task',
    'Stack',
    'Steps',
    'Chance',
    'Accuracy by seed',
    'More than midway from chance to 100%',
  ];
  return `## Is the training long enough?\n\n${markdownTable(head, body).trimEnd()}`;
}

function grids(all: readonly Result[], size: string, several: boolean): string[] {
  const results = all.filter((result) => result.size === size);
  const of = several ? `, ${size}` : '';
  const half = (result: Result) => {
    const step = meanHalfStep(result);
    return step === null ? '' : formatCount(step);
  };
  const halves = grid(results, half);
  return [
    `## After the last step${of}\n\nAccuracy of a task, and loss in nats per token of a text, on held-out sequences: mean ± deviation over seeds.\n\n` +
      grid(results, scoreText),
    results.some((result) => half(result) !== '')
      ? `## Steps to half of the final accuracy${of}\n\nMean over seeds.\n\n${halves}`
      : '',
  ];
}

/** A row for each stack, and a column for each subject. */
function grid(results: readonly Result[], text: (result: Result) => string): string {
  const subjects = uniq(results.map(({ subject }) => subject));
  const body = Object.entries(groupBy(results, ({ stack }) => stack)).map(([stack, row]) => {
    const same = row[0]?.sameAs;
    const cells = subjects.map((subject) => row.find((result) => result.subject === subject));
    return [same ? `${stack} (same as ${same})` : stack, ...cells.map((cell) => (cell ? text(cell) : ''))];
  });
  return markdownTable(['Stack, from the bottom up', ...subjects], body).trimEnd();
}

function scoreText(result: Result): string {
  const found = overSeeds(result);
  if (!found) return result.runs.length > 0 ? 'diverged' : '';
  const missing = result.runs.length - scoresOf(result).length;
  const text = formatEstimate(result.chance === null ? 'nats' : 'share', {
    value: found.mean,
    stderr: found.deviation,
  });
  return missing > 0 ? `${text}, ${missing} diverged` : text;
}

function comparisons(question: string, against: string, all: readonly Comparison[]): string {
  if (all.length === 0) return '';
  const clear = all.filter(({ corrected }) => corrected < level);
  const above = (of: readonly Comparison[]) => of.filter(({ value }) => value > 0).length;
  const bySubject = Object.entries(groupBy(all, ({ subject }) => subject)).map(([subject, own]) => {
    const ownClear = own.filter(({ corrected }) => corrected < level);
    return [
      subject,
      formatCount(own.length),
      formatCount(above(own)),
      formatCount(above(ownClear)),
      formatCount(ownClear.length - above(ownClear)),
    ];
  });
  const body = ranked(all)
    .slice(0, listed)
    .map(({ subject, size, stacks: [first, second], value, stderr, seeds, p, corrected }) => [
      subject,
      size,
      first,
      second,
      formatEstimate('nats', { value, stderr }),
      formatCount(seeds),
      formatScientific(p, 1),
      formatScientific(corrected, 1),
    ]);
  return [
    `## ${question}`,
    `${formatCount(all.length)} comparisons, each paired over ${seedsText(all)}, with ${against}: of accuracy as a share of 1, or of loss in nats. ` +
      `${formatCount(clear.length)} are clear: p of Student’s t is below ${level} after Holm’s correction for all ${formatCount(all.length)}. ` +
      'The error is that of the mean over seeds, and no less than that of the evaluations.',
    markdownTable(['Subject', 'Compared', 'Better', 'Clearly better', 'Clearly worse'], bySubject).trimEnd(),
    'The largest by effect over error:',
    markdownTable(
      ['Subject', 'Size', 'Stack', 'Held against', 'Better by', 'Seeds', 'p', 'Corrected'],
      body,
    ).trimEnd(),
  ].join('\n\n');
}

/** What a plan's own comparisons say. */
function named(all: readonly NamedComparison[]): string {
  if (all.length === 0) return '';
  const clear = all.filter(({ corrected }) => corrected < level);
  const side = ({ stack, size }: Result) => `${stack}, ${size}`;
  const body = all.map(({ sides: [first, second], value, stderr, p, corrected }) => [
    first.subject,
    side(first),
    scoreText(first),
    side(second),
    scoreText(second),
    formatEstimate('nats', { value, stderr }),
    formatScientific(p, 1),
    formatScientific(corrected, 1),
    corrected < level ? 'clear' : '',
  ]);
  return [
    '## What is held against each other',
    `Each is paired over ${seedsText(all)}. ${formatCount(clear.length)} of ${formatCount(all.length)} are clear: ` +
      `p of Student’s t is below ${level} after Holm’s correction for all ${formatCount(all.length)}.`,
    markdownTable(
      ['Subject', 'Stack', 'It reaches', 'Held against', 'That reaches', 'Better by', 'p', 'Corrected', ''],
      body,
    ).trimEnd(),
  ].join('\n\n');
}

/** "3 seeds", or of how many comparisons there are fewer. */
function seedsText(all: readonly Difference[]): string {
  const most = Math.max(...all.map(({ seeds }) => seeds));
  const fewer = sumBy(all, ({ seeds }) => (seeds < most ? 1 : 0));
  return fewer === 0 ? `${most} seeds` : `${most} seeds (${formatCount(fewer)} of them over fewer)`;
}
