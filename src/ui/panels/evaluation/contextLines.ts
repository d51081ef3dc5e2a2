/** The lines of perplexity against context length, of all rows that have any. */
import { styleOf } from '../../../experiment/runStyles';
import type { Run } from '../../../experiment/schema';
import { type ResultRow, rowName, seriesOf } from '../../../measure/evals/table';
import type { ContextLine } from '../../charts/contextAxes';

/** @returns null where no run has one */
export function contextLines(rows: readonly ResultRow[], runs: readonly Run[]): ContextLine[] | null {
  const shown = rows.map((row) => ({ row, points: seriesOf(row) })).filter(({ points }) => points.length > 0);
  if (!shown.some(({ row }) => row.ranked)) return null;
  return shown.map(({ row, points }) => ({
    id: row.id,
    name: rowName(row),
    style: row.elsewhere ?? (row.ranked ? styleOf(runs, row.id) : null),
    points,
  }));
}
