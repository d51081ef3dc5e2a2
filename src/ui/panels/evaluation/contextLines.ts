/** The lines of perplexity against context length, of all rows that have any. */
import { type ResultRow, rowName, seriesOf } from '../../../measure/evals/table';
import type { ContextLine } from '../../charts/contextAxes';

/** @returns null where no run has one */
export function contextLines(rows: readonly ResultRow[]): ContextLine[] | null {
  const shown = rows
    .map((row, index) => ({ row, index, points: seriesOf(row) }))
    .filter(({ points }) => points.length > 0);
  if (!shown.some(({ row }) => row.ranked)) return null;
  return shown.map(({ row, index, points }) => ({
    id: row.id,
    name: rowName(row),
    style: row.ranked ? index : null,
    points,
  }));
}
