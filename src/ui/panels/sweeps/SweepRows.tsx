/** The rows of a sweep's table in a box that scrolls, of which those are drawn that are seen. */
import { useEffect, useRef } from 'react';
import { t } from '../../../i18n/i18n';
import { useLatest } from '../../kit/useLatest';
import { ColumnHeads, type Sorting } from './ColumnHeads';
import classes from './SweepTable.module.css';
import { type RowActions, SweepTableRow } from './SweepTableRow';
import type { Column } from './sweepColumns';
import type { TableRow } from './tableRows';
import { useRowWindow } from './useRowWindow';

interface Props {
  columns: readonly Column[];
  /** In the order of the table. */
  rows: readonly TableRow[];
  pinned: TableRow | null;
  /** Keys of the variations that are marked, and pointed at in the picture. */
  marked: string | null;
  pointed: string | null;
  sort: Sorting | null;
  onSort(sort: Sorting): void;
  actions: RowActions;
}

export function SweepRows({ columns, rows, pinned, marked, pointed, sort, onSort, actions }: Props) {
  const box = useRef<HTMLElement>(null);
  const { from, to, rowHeight, onScroll, scrollTo } = useRowWindow(box, rows.length);
  // Whatever has marked it, its row comes into view.
  const bringIntoView = useLatest(() => {
    const place = rows.findIndex(({ key }) => key === marked);
    if (place >= 0 && !isSeen(box.current, place, rowHeight)) scrollTo(place);
  });
  useEffect(() => {
    if (marked !== null) bringIntoView();
  }, [marked, bringIntoView]);
  return (
    <section
      ref={box}
      className={classes.box}
      aria-label={t('sweeps.table')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which takes the focus
      tabIndex={0}
      onScroll={onScroll}
    >
      <table className={classes.table} data-testid="sweep-table" aria-rowcount={rows.length + 1}>
        <ColumnHeads columns={columns} rows={rows} sort={sort} onSort={onSort} />
        <Spacer height={from * rowHeight} />
        <tbody>
          {rows.slice(from, to).map((row, i) => (
            <SweepTableRow
              key={row.id}
              row={row}
              columns={columns}
              place={from + i + 2}
              pinned={row.id === pinned?.id}
              marked={row.key === marked}
              pointed={row.key === pointed}
              actions={actions}
            />
          ))}
        </tbody>
        <Spacer height={(rows.length - to) * rowHeight} />
      </table>
    </section>
  );
}

/** Whether a row is between the edges of the box. */
function isSeen(box: HTMLElement | null, place: number, rowHeight: number): boolean {
  if (!box) return true;
  // Below the heading, which stays.
  const top = (place + 1) * rowHeight;
  return top >= box.scrollTop + rowHeight && top + rowHeight <= box.scrollTop + box.clientHeight;
}

/** Takes the place of rows that are not drawn. */
const Spacer = ({ height }: { height: number }) =>
  height > 0 ? (
    <tbody aria-hidden="true">
      <tr style={{ height }} />
    </tbody>
  ) : null;
