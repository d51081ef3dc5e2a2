/** Columns of a sweep's table: what differs between the runs, what came of them, and their differences to the pinned one. */
import { memoize } from 'es-toolkit';
import type { Sweep } from '../../../document/sweepsSchema';
import { differingColumns } from '../../../experiment/runsTable/columns';
import { experimentOfRuns } from '../../../experiment/sweeps/choice';
import { formatCount, formatMeasured, formatPercent } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { type Delta, deltaTexts } from '../../../measure/deltas';
import { formatDifference } from '../../../measure/evals/format';
import { bandOfRow, type MeasureId, rowDelta, type TableRow } from './tableRows';

export interface Column {
  id: string;
  name: string;
  text(row: TableRow): string;
  /** What rows are sorted by, and what is copied; null for nothing. */
  value(row: TableRow): number | string | null;
  /** The first click on its name sorts from the highest on, which is the best; else from the lowest. */
  bestIsHighest?: boolean;
  /** Of a column of differences; null where there is none. */
  delta?(row: TableRow): Delta | null;
  /** The value's standard error, of a column that has some; null where it is not known. */
  error?(row: TableRow): number | null;
}

interface Shown {
  /** All rows, also those that a filter leaves out. */
  rows: readonly TableRow[];
  grouped: boolean;
  /** null where none is pinned. */
  pinned: TableRow | null;
}

/** Writes a loss, or a share in percent. */
const writers: Record<MeasureId, (value: number) => string> = {
  steps: formatCount,
  accuracy: (share) => formatPercent(share, 1),
  best: (loss) => formatMeasured(loss, 4),
  loss: (loss) => formatMeasured(loss, 4),
};

function measureColumn(id: MeasureId, grouped: boolean): Column {
  const write = writers[id];
  const errorOf = (row: TableRow) => {
    const band = bandOfRow(row, id);
    return band && band.n > 1 ? (band.high - band.low) / 2 : null;
  };
  return {
    ...(grouped && { error: errorOf }),
    id,
    bestIsHighest: id === 'accuracy',
    name: t(`sweeps.column.${id}`),
    value: (row) => bandOfRow(row, id)?.mean ?? null,
    text(row) {
      const band = bandOfRow(row, id);
      if (!band) return '–';
      const error = errorOf(row);
      // Of steps, which all seeds take alike, an error of 0 says nothing.
      return error !== null && (grouped || error > 0)
        ? `${write(band.mean)} ± ${write(error)}`
        : write(band.mean);
    },
  };
}

function deltaColumn({ experiment }: Sweep, pinned: TableRow, id: 'accuracy' | 'best'): Column {
  const write = (value: number) =>
    id === 'accuracy' ? formatDifference('share', value, { value }) : writers[id](value);
  const delta = memoize((row: TableRow) =>
    row.id === pinned.id ? null : rowDelta(experiment, row, pinned, id),
  );
  return {
    id: `${id}LessPinned`,
    bestIsHighest: id === 'accuracy',
    name: t(`sweeps.less.${id}`),
    delta,
    error: (row) => delta(row)?.error?.stderr ?? null,
    value: (row) => delta(row)?.value ?? null,
    text(row) {
      if (row.id === pinned.id) return t('sweeps.pinnedMark');
      const own = delta(row);
      return own ? deltaTexts(own, write).join(' ') : '–';
    },
  };
}

/** Each cell is made once, however often it is sorted by, measured and drawn. */
const kept = ({ text, value, delta, ...column }: Column): Column => ({
  ...column,
  text: memoize(text),
  value: memoize(value),
  ...(delta && { delta }),
});

export const sweepColumns = (sweep: Sweep, shown: Shown): Column[] => columnsOf(sweep, shown).map(kept);

function columnsOf(sweep: Sweep, { rows, grouped, pinned }: Shown): Column[] {
  const { experiment } = sweep;
  const runs = rows.flatMap(({ results }) => results.map(({ run }) => run));
  const differing = differingColumns(experimentOfRuns(experiment, runs), runs);
  const name: Column = {
    id: 'name',
    name: t('sweeps.column.run'),
    text: (row) => isolated(row.name),
    value: (row) => row.name,
  };
  const seeds: Column = {
    id: 'seeds',
    name: t('sweeps.column.seeds'),
    text: ({ results }) => formatCount(results.length),
    value: ({ results }) => results.length,
  };
  return [
    name,
    ...(grouped ? [seeds] : []),
    ...differing
      .filter(({ id }) => !(grouped && id === 'seed'))
      .map(({ id, name: title, cell }): Column => {
        const of = ({ results: [first] }: TableRow) => (first ? cell(first.run) : null);
        return {
          id,
          name: title,
          text: (row) => of(row)?.text ?? '–',
          value: (row) => of(row)?.value ?? null,
        };
      }),
    measureColumn('steps', false),
    ...(['accuracy', 'best'] as const).flatMap((id) => {
      if (id === 'accuracy' && !experiment.task) return [];
      const own = measureColumn(id, grouped);
      return pinned ? [own, deltaColumn(sweep, pinned, id)] : [own];
    }),
    measureColumn('loss', grouped),
  ];
}
