/** Results as LaTeX, for a paper: tables in the manner of booktabs. */
import { partition } from 'es-toolkit';
import { latexNeeds, latexText } from '../../format/latex';
import { formatEstimate } from './format';
import {
  bestRows,
  columnsOf,
  copiedText,
  differenceNote,
  heading,
  lengthsOf,
  perplexityAt,
  type ResultRow,
  seriesOf,
  stepText,
  type TableOptions,
} from './table';

/**
 * Writes results as LaTeX. Best values are bold; beside a pinned row values have their differences to it, which a line below explains;
 * the perplexities at each context length follow as a table of their own.
 */
export function toLatex(
  rows: readonly ResultRow[],
  { judged = rows, differences, properties = [] }: TableOptions = {},
): string {
  const columns = columnsOf(rows);
  const best = columns.map((column) => bestRows(judged, column));
  const line = (row: ResultRow) => [
    latexText(row.name),
    ...properties.map(({ text }) => latexText(text(row.id))),
    latexText(stepText(row)),
    ...columns.map((column, i) => {
      const text = latexText(copiedText(row, column, differences));
      return best[i]?.has(row.id) ? `\\textbf{${text}}` : text;
    }),
  ];
  const table = latexTable(
    ['Run', ...properties.map(({ name }) => name), 'Step', ...columns.map(heading)],
    partition(rows, (row) => row.ranked).map((group) => group.map(line)),
  );
  const results = differences ? `${table}\n${latexText(differenceNote(differences.name))}\n` : table;
  const lengths = lengthsOf(rows);
  if (lengths.length === 0) return latexNeeds(results) + results;
  const perplexities = (row: ResultRow) => [
    latexText(row.name),
    ...lengths.map((length) => {
      const estimate = perplexityAt(row, length);
      return latexText(estimate ? formatEstimate('perplexity', estimate) : '–');
    }),
  ];
  const measured = rows.filter((row) => seriesOf(row).length > 0);
  const context = latexTable(
    ['Perplexity, tokens of context', ...lengths.map(String)],
    partition(measured, (row) => row.ranked).map((group) => group.map(perplexities)),
  );
  const tables = `${results}\n${context}`;
  return latexNeeds(tables) + tables;
}

/** Groups of rows, a rule between them; the first column to the left, numbers to the right. @param groups of LaTeX */
function latexTable(head: readonly string[], groups: readonly (readonly (readonly string[])[])[]): string {
  const line = (cells: readonly string[]) => `  ${cells.join(' & ')} \\\\\n`;
  const bodies = groups.filter((group) => group.length > 0).map((group) => group.map(line).join(''));
  return [
    '% needs \\usepackage{booktabs}\n',
    `\\begin{tabular}{l${'r'.repeat(head.length - 1)}}\n`,
    '  \\toprule\n',
    line(head.map(latexText)),
    '  \\midrule\n',
    bodies.join('  \\midrule\n'),
    '  \\bottomrule\n',
    '\\end{tabular}\n',
  ].join('');
}
