/** Results as LaTeX, for a paper: tables in the manner of booktabs. */
import { partition } from 'es-toolkit';
import { formatEstimate } from './format';
import {
  bestRows,
  columnsOf,
  heading,
  lengthsOf,
  perplexityAt,
  type ResultRow,
  seriesOf,
  stepText,
  textAt,
} from './table';

/** What LaTeX would take as a command, and signs that its text fonts lack. */
const written: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '#': '\\#',
  $: '\\$',
  '%': '\\%',
  '&': '\\&',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '±': '$\\pm$',
  '−': '$-$',
  '–': '--',
  '↓': '$\\downarrow$',
  '↑': '$\\uparrow$',
};

const escaped = (text: string) => text.replace(/[\\{}#$%&_^~±−–↓↑]/g, (sign) => written[sign] as string);

/** Writes results as LaTeX. Best values are bold; the perplexities at each context length follow as a table of their own. */
export function toLatex(rows: readonly ResultRow[]): string {
  const columns = columnsOf(rows);
  const best = columns.map((column) => bestRows(rows, column));
  const line = (row: ResultRow) => [
    escaped(row.name),
    escaped(stepText(row)),
    ...columns.map((column, i) => {
      const text = escaped(textAt(row, column) ?? '–');
      return best[i]?.has(row.id) ? `\\textbf{${text}}` : text;
    }),
  ];
  const results = latexTable(
    ['Run', 'Step', ...columns.map(heading)],
    partition(rows, (row) => row.ranked).map((group) => group.map(line)),
  );
  const lengths = lengthsOf(rows);
  if (lengths.length === 0) return results;
  const perplexities = (row: ResultRow) => [
    escaped(row.name),
    ...lengths.map((length) => {
      const estimate = perplexityAt(row, length);
      return escaped(estimate ? formatEstimate('perplexity', estimate) : '–');
    }),
  ];
  const measured = rows.filter((row) => seriesOf(row).length > 0);
  const context = latexTable(
    ['Perplexity, tokens of context', ...lengths.map(String)],
    partition(measured, (row) => row.ranked).map((group) => group.map(perplexities)),
  );
  return `${results}\n${context}`;
}

/** Groups of rows, a rule between them; the first column to the left, numbers to the right. @param groups of LaTeX */
function latexTable(head: readonly string[], groups: readonly (readonly (readonly string[])[])[]): string {
  const line = (cells: readonly string[]) => `  ${cells.join(' & ')} \\\\\n`;
  const bodies = groups.filter((group) => group.length > 0).map((group) => group.map(line).join(''));
  return [
    '% needs \\usepackage{booktabs}\n',
    `\\begin{tabular}{l${'r'.repeat(head.length - 1)}}\n`,
    '  \\toprule\n',
    line(head.map(escaped)),
    '  \\midrule\n',
    bodies.join('  \\midrule\n'),
    '  \\bottomrule\n',
    '\\end{tabular}\n',
  ].join('');
}
