/** The heading of a sweep's table, whose names sort it; and the widths of its columns, whichever rows are drawn. */
import { maxBy } from 'es-toolkit';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo } from 'react';
import { t } from '../../../i18n/i18n';
import { useLanguage } from '../../useLanguage';
import classes from './SweepTable.module.css';
import type { Column } from './sweepColumns';
import type { TableRow } from './tableRows';

/** By which column rows are sorted. */
export interface Sorting {
  id: string;
  direction: 'rising' | 'falling';
}

interface Props {
  columns: readonly Column[];
  rows: readonly TableRow[];
  sort: Sorting | null;
  onSort(sort: Sorting): void;
}

/** Scrolling draws nothing of it anew. */
export const ColumnHeads = memo(function ColumnHeads({ columns, rows, sort, onSort }: Props) {
  useLanguage();
  return (
    <thead>
      <tr aria-rowindex={1}>
        <td>
          <span className="visually-hidden">{t('sweeps.actions')}</span>
        </td>
        {columns.map(({ id, name, text, bestIsHighest }) => {
          const first = bestIsHighest ? 'falling' : 'rising';
          const second = bestIsHighest ? 'rising' : 'falling';
          const direction = sort?.id === id ? sort.direction : null;
          return (
            <th
              key={id}
              scope="col"
              aria-sort={direction === null ? 'none' : direction === 'rising' ? 'ascending' : 'descending'}
            >
              <button
                type="button"
                className={classes.sort}
                onClick={() => onSort({ id, direction: direction === first ? second : first })}
              >
                {name}
                {direction === 'rising' && <ArrowUp size={14} aria-hidden="true" />}
                {direction === 'falling' && <ArrowDown size={14} aria-hidden="true" />}
              </button>
              {/* Else a column would change its width with the rows that are scrolled into view. */}
              <span className={classes.longest} aria-hidden="true">
                {maxBy(rows.map(text), ({ length }) => length)}
              </span>
            </th>
          );
        })}
      </tr>
    </thead>
  );
});
