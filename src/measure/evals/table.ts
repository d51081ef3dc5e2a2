/** Results as a table, runs × metrics: what the page shows, and the same as Markdown and CSV. */
import { uniq } from 'es-toolkit';
import { type CsvCell, csvLines } from '../../format/csv';
import { bold, markdownLine, markdownTable } from '../../format/markdown';
import { formatSignificant } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { entryName, words } from '../../format/words';
import { type Delta, deltaTexts } from '../deltas';
import { type Contender, judge, shareError, type ValueError, type Verdict } from '../verdict';
import { formatDifference, formatEstimate } from './format';
import { evaluations } from './index';
import { reasonWords } from './reasons';
import type { Estimate, Evaluation, Guess, Metric, MetricUnit, Outcome, SeriesPoint } from './types';

/** A run, a baseline or chance, with its outcomes. */
export interface ResultRow {
  id: string;
  name: string;
  /** Whether it is one of those compared: baselines and chance are not marked as best. */
  ranked: boolean;
  /** Steps trained; null where nothing is trained. */
  step: number | null;
  /** The style of a run that was trained elsewhere; left out of the page's own. */
  elsewhere?: number;
  /** Equal for runs that differ by their seed alone. */
  kind?: string | undefined;
  seed?: number | undefined;
  /** The rows of the single seeds that it is the mean of; left out of one run. */
  members?: readonly ResultRow[];
  /** Whether a layer mixes tokens; true unless said. */
  mixes?: boolean;
  /** Why it is too early to compare its results, a sentence; null, or left out, where it is not. */
  early?: string | null;
  /** By evaluation id; what was not evaluated is left out. */
  outcomes: Readonly<Record<string, Outcome>>;
}

/** A metric, with its evaluation. */
export interface Column {
  evaluation: Evaluation;
  metric: Metric;
}

/** Lists the metrics of which any row compared has an estimate, or a reason for none, in the registry's order. */
export const columnsOf = (rows: readonly ResultRow[]): Column[] =>
  evaluations
    .flatMap((evaluation) => evaluation.metrics.map((metric) => ({ evaluation, metric })))
    .filter((column) => rows.some((row) => row.ranked && textAt(row, column) !== null));

/** Makes the row of what a guess reaches: of a text a uniform one over the vocabulary. */
export function chanceRow(guess: Guess): ResultRow {
  const exactly = (value: number): Estimate => ({ value, stderr: Number.NaN, n: 0 });
  const outcomes = evaluations.map(({ id, metrics }): [string, Outcome] => [
    id,
    {
      metrics: Object.fromEntries(
        metrics.flatMap((m) => (m.chance ? [[m.id, exactly(m.chance(guess))]] : [])),
      ),
    },
  ]);
  return {
    id: 'chance',
    name: 'Chance',
    ranked: false,
    step: null,
    outcomes: Object.fromEntries(outcomes),
  };
}

/** Whether the metric says nothing of such a stack: a gain from context of one that sees none would be 0 ± 0. */
const isSenseless = ({ mixes = true }: ResultRow, { needsMixing = false }: Metric) => needsMixing && !mixes;

/** Finds a row's estimate of a metric; null where there is none, or it means nothing. */
export function estimateAt(row: ResultRow, { evaluation, metric }: Column): Estimate | null {
  if (isSenseless(row, metric)) return null;
  const outcome = row.outcomes[evaluation.id];
  return outcome && 'metrics' in outcome ? (outcome.metrics[metric.id] ?? null) : null;
}

/** Writes the estimate as text, or in a few words why there is none; null where it was not asked for. */
export function textAt(row: ResultRow, column: Column): string | null {
  const estimate = estimateAt(row, column);
  if (estimate) return formatEstimate(column.metric.unit, estimate);
  const outcome = row.outcomes[column.evaluation.id];
  if (outcome && isSenseless(row, column.metric)) return words('evaluation.noMixing', 'mixes no tokens');
  return outcome && 'unavailable' in outcome ? reasonWords(outcome.unavailable) : null;
}

/** Judges the rows compared by a metric. */
export function verdictOn(rows: readonly ResultRow[], column: Column): Verdict {
  const { better, unit } = column.metric;
  if (better === null) return { kind: 'open', why: null };
  const ranked = rows.filter((row) => row.ranked);
  const furthest = Math.max(...ranked.map(({ step }) => step ?? 0));
  const contenders = ranked.flatMap((row): Contender[] => {
    const { id, name, kind, step, early = null } = row;
    const estimate = estimateAt(row, column);
    if (!estimate) return [];
    const isBehind = step !== null && step < furthest;
    return [
      {
        id,
        name,
        kind,
        value: estimate.value,
        error: valueErrorOf(unit, estimate),
        items: itemsOf(unit, estimate),
        early: isBehind
          ? words('verdict.behind', '{{run}} was evaluated at step {{step}}, and others at {{furthest}}.', {
              run: isolated(name),
              step: String(step),
              furthest: String(furthest),
            })
          : early,
      },
    ];
  });
  return judge(contenders, better, (difference) => writeDifference(unit, difference));
}

/** How unsure an estimate is. A share's error is binomial where all of its answers are right, or none. */
export function valueErrorOf(unit: MetricUnit, { value, stderr, n, seeds }: Estimate): ValueError | null {
  if (seeds) return { stderr: stderr / Math.sqrt(seeds), df: seeds - 1 };
  if (unit === 'share' && stderr === 0 && n > 0) return shareError(value, n);
  return Number.isFinite(stderr) ? { stderr, df: n - 1 } : null;
}

/**
 * The items of an estimate in the unit of its value, of which it is the mean: of a perplexity what each loss moves it by (delta method).
 * None of a share where all items are right, or none is: two such would differ by the same in every item, as if nothing were unsure.
 */
export function itemsOf(unit: MetricUnit, { value, stderr, items }: Estimate): readonly number[] | undefined {
  if (unit === 'share' && stderr === 0) return undefined;
  return unit === 'perplexity' ? items?.map((loss) => value * (1 + loss - Math.log(value))) : items;
}

/** Finds the ids of the rows that are best by the verdict; none where it is too early or too close. */
export function bestRows(rows: readonly ResultRow[], column: Column): ReadonlySet<string> {
  const verdict = verdictOn(rows, column);
  return verdict.kind === 'best' ? verdict.ids : new Set();
}

/** Writes a difference of two values: "0.021 nats", "3.1 percentage points". */
function writeDifference(unit: MetricUnit, difference: number): string {
  const value = formatSignificant(unit === 'share' ? 100 * difference : difference, 2);
  if (unit === 'share') return words('units.points', '{{value}} percentage points', { value });
  if (unit === 'nats') return words('units.nats', '{{value}} nats', { value });
  return unit === 'bits' ? words('units.bits', '{{value}} bits', { value }) : value;
}

const arrows = { lower: ' ↓', higher: ' ↑' };

/** Writes the metric's name with the direction that is better. */
export const heading = ({ metric }: Column): string =>
  `${entryName('metrics', metric)}${metric.better ? arrows[metric.better] : ''}`;

/** Says what a row is called: a run has its own name, a baseline one in the reader's language. */
export const rowName = ({ id, name, ranked }: Pick<ResultRow, 'id' | 'name' | 'ranked'>): string =>
  ranked ? name : words(`baselines.${id.replace(/^baseline:/, '')}.name`, name);

/** Lists a row's perplexities by context length. */
export const seriesOf = (row: ResultRow): SeriesPoint[] =>
  Object.values(row.outcomes).flatMap((outcome) => ('series' in outcome ? (outcome.series ?? []) : []));

/** Lists the context lengths, in tokens, of which any row has a perplexity, shortest first. */
export const lengthsOf = (rows: readonly ResultRow[]): number[] =>
  uniq(rows.flatMap((row) => seriesOf(row).map(({ x }) => x))).sort((a, b) => a - b);

/** Finds a row's perplexity at a context length in tokens; null where there is none. */
export const perplexityAt = (row: ResultRow, length: number): Estimate | null =>
  seriesOf(row).find(({ x }) => x === length)?.perplexity ?? null;

/** Writes how many steps a row trained. */
export const stepText = ({ step }: ResultRow): string => (step === null ? '–' : String(step));

/** What rows are held against, and how far each is from it. */
export interface Differences {
  name: string;
  at(row: ResultRow, column: Column): Delta | null;
}

/** What runs differ in, as a column of the table: their stack, or one of their settings. */
export interface Property {
  id: string;
  name: string;
  /** @param rowId of a run, or of anything else, of which nothing is told */
  text(rowId: string): string;
  /** The same for programs: a number as one. */
  csv(rowId: string): CsvCell;
}

export interface TableOptions {
  /** The rows that are judged, where others are shown: of single seeds. */
  judged?: readonly ResultRow[];
  differences?: Differences | null;
  properties?: readonly Property[];
}

/** Writes what stands in a cell of a copied table: the estimate, and its difference to the pinned row's. */
export function copiedText(row: ResultRow, column: Column, differences?: Differences | null): string {
  const text = textAt(row, column) ?? '–';
  const [delta, estimate] = [differences?.at(row, column), estimateAt(row, column)];
  if (!delta || !estimate) return text;
  const write = (value: number) => formatDifference(column.metric.unit, value, estimate);
  return `${text}, Δ ${deltaTexts(delta, write).join(' ')}`;
}

/** Says below a copied table what its differences are. @param name of the pinned row, escaped */
export const differenceNote = (name: string): string => `Δ: difference to ${name}, ± its standard error.`;

/**
 * Writes results as Markdown. Best values are bold; the perplexities at each context length follow as a table of their own.
 */
export function toMarkdown(
  rows: readonly ResultRow[],
  { judged = rows, differences, properties = [] }: TableOptions = {},
): string {
  const columns = columnsOf(rows);
  const best = columns.map((column) => bestRows(judged, column));
  const results = markdownTable(
    ['Run', ...properties.map(({ name }) => name), 'Step', ...columns.map(heading)],
    rows.map((row) => [
      row.name,
      ...properties.map(({ text }) => text(row.id)),
      stepText(row),
      ...columns.map((column, i) => {
        const text = copiedText(row, column, differences);
        return best[i]?.has(row.id) ? bold(text) : text;
      }),
    ]),
  );
  const note = differences ? `\n${differenceNote(markdownLine(differences.name))}\n` : '';
  const lengths = lengthsOf(rows);
  if (lengths.length === 0) return results + note;
  const context = markdownTable(
    ['Perplexity, tokens of context', ...lengths.map(String)],
    rows
      .filter((row) => seriesOf(row).length > 0)
      .map((row) => [
        row.name,
        ...lengths.map((length) => {
          const estimate = perplexityAt(row, length);
          return estimate ? formatEstimate('perplexity', estimate) : '–';
        }),
      ]),
  );
  return `${results}${note}\n${context}`;
}

/**
 * Writes results as CSV: one line a row, values, standard errors and differences in full precision, shares as 0 to 1; empty where
 * there is none.
 */
export function toCsv(
  rows: readonly ResultRow[],
  { differences, properties = [] }: TableOptions = {},
): string {
  const columns = columnsOf(rows);
  const lengths = lengthsOf(rows);
  const isRange = rows.some((row) => columns.some((column) => estimateAt(row, column)?.range));
  const withError = (name: string) => [
    name,
    `${name} stderr`,
    ...(isRange ? [`${name} lowest`, `${name} highest`] : []),
  ];
  const numbers = (estimate: Estimate | null) => [
    estimate?.value ?? null,
    estimate?.stderr ?? null,
    ...(isRange ? (estimate?.range ?? [null, null]) : []),
  ];
  const difference = (delta: Delta | null) => [delta?.value ?? null, delta?.error?.stderr ?? null];
  const head = [
    'run',
    ...properties.map(({ name }) => name),
    'step',
    ...columns.flatMap(({ metric: { name } }) => [
      ...withError(name),
      ...(differences
        ? [`${name} minus ${differences.name}`, `${name} minus ${differences.name} stderr`]
        : []),
    ]),
    ...lengths.flatMap((length) => withError(`Perplexity at ${length} tokens`)),
  ];
  const body = rows.map((row) => [
    row.name,
    ...properties.map(({ csv }) => csv(row.id)),
    row.step,
    ...columns.flatMap((column) => [
      ...numbers(estimateAt(row, column)),
      ...(differences ? difference(differences.at(row, column)) : []),
    ]),
    ...lengths.flatMap((length) => numbers(perplexityAt(row, length))),
  ]);
  return csvLines([head, ...body]);
}
