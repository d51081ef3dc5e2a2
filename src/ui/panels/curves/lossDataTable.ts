/** The table of losses as it is copied: in the chart's unit, with errors and differences in columns of their own. */
import type { DataTable } from '../../../format/dataTable';
import type { BandKind } from '../../../measure/bands';
import type { Property } from '../../../measure/evals/table';
import { type LossColumn, type LossRows, shownColumns } from './lossRows';

interface Options {
  /** What a loss is in. */
  unit: string;
  onTask: boolean;
  together: BandKind | null;
  /** What the runs differ in. */
  properties?: readonly Property[];
}

export function lossDataTable(
  { rows, against }: LossRows,
  { unit, onTask, together, properties = [] }: Options,
): DataTable {
  const names: Record<LossColumn, string> = {
    train: `training loss (${unit})`,
    validation: `validation loss (${unit})`,
    lowest: `best validation loss (${unit})`,
    accuracy: 'accuracy',
  };
  const shown = shownColumns(onTask);
  const spread = together === null ? [] : together === 'range' ? ['lowest', 'highest'] : ['stderr'];
  const differences = against ? [`minus ${against.name}`, `minus ${against.name}, stderr`] : [];
  return {
    columns: [
      'run',
      ...properties.map(({ name }) => name),
      ...(together ? ['seeds'] : []),
      ...shown.flatMap((column) =>
        ['', ...spread, ...differences].map((what) => [names[column], what].filter(Boolean).join(', ')),
      ),
    ],
    rows: rows.map(({ id, name, counted, cells }) => [
      name,
      ...properties.map(({ csv }) => csv(id)),
      ...(together ? [counted] : []),
      ...shown.flatMap((column) => {
        const { value, band, delta } = cells[column];
        const ends = together === 'range' ? [band?.low, band?.high] : [band && (band.high - band.low) / 2];
        return [
          value,
          ...(together ? ends.map((end) => end ?? null) : []),
          ...(against ? [delta?.value ?? null, delta?.error?.stderr ?? null] : []),
        ];
      }),
    ]),
  };
}
