/** The lines of perplexity against context length, of all rows that have any. */
import type { Run } from '../../../experiment/schema';
import { type ResultRow, rowName, seriesOf } from '../../../measure/evals/table';
import type { ContextLine } from '../../charts/contextAxes';

/** @param runs of the experiment, whose places give the styles @returns null where no run has one */
export function contextLines(
  rows: readonly ResultRow[],
  runs: readonly Pick<Run, 'id'>[],
): ContextLine[] | null {
  const shown = rows.map((row) => ({ row, points: seriesOf(row) })).filter(({ points }) => points.length > 0);
  if (!shown.some(({ row }) => row.ranked)) return null;
  return shown.map(({ row, points }) => ({
    id: row.id,
    name: rowName(row),
    style: row.ranked ? runs.findIndex(({ id }) => id === row.id) : null,
    points,
  }));
}
