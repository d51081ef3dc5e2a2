/** Markdown tables, and numbers in them. */
import { formatFixed } from '../src/format/numbers';

/** Rows as a Markdown table whose columns line up. @param texts so many columns, the first, are text; others are numbers */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  texts = 1,
): string {
  const widths = header.map((title, c) => Math.max(4, title.length, ...rows.map((r) => (r[c] ?? '').length)));
  const pad = (text: string, c: number) =>
    c < texts ? text.padEnd(widths[c] as number) : text.padStart(widths[c] as number);
  const line = (cells: readonly string[]) =>
    `| ${header.map((_, c) => pad(cells[c] ?? '', c)).join(' | ')} |`;
  const rule = widths.map((w, c) => (c < texts ? '-'.repeat(w) : `${'-'.repeat(w - 1)}:`));
  return [line(header), line(rule), ...rows.map(line)].join('\n');
}

export const ms = (value: number) => formatFixed(value, value < 99.95 ? 1 : 0);

export const times = (ratio: number) => `${formatFixed(ratio, ratio < 0.0995 ? 3 : 2)}×`;

/** Of what a contender has not, or was not measured. */
export const none = '–';
