/** A row of a sweep's table: what can be done with it, and what stands in each column. */
import { EyeOff, Pin, Trash2 } from 'lucide-react';
import { memo } from 'react';
import { isolated } from '../../../format/visible';
import { worded } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { useLanguage } from '../../useLanguage';
import classes from './SweepTable.module.css';
import type { Column } from './sweepColumns';
import type { TableRow } from './tableRows';

export interface RowActions {
  pin(row: TableRow): void;
  hide(row: TableRow): void;
  remove(row: TableRow): void;
  mark(key: string): void;
}

interface Props {
  row: TableRow;
  columns: readonly Column[];
  /** Its place among all rows, from 2, as the table's heading is the first. */
  place: number;
  pinned: boolean;
  marked: boolean;
  /** The pointer is on its mark in the picture. */
  pointed: boolean;
  actions: RowActions;
}

/** Of hundreds a click draws two anew. */
export const SweepTableRow = memo(function SweepTableRow(props: Props) {
  useLanguage();
  const { row, columns, place, pinned, marked, pointed, actions } = props;
  const run = isolated(row.name);
  const tools = [
    {
      id: 'pin',
      Icon: Pin,
      label: t(pinned ? 'sweeps.unpin' : 'sweeps.pin', { run }),
      act: () => actions.pin(row),
      pressed: pinned,
    },
    { id: 'hide', Icon: EyeOff, label: t('sweeps.hide', { run }), act: () => actions.hide(row) },
    { id: 'delete', Icon: Trash2, label: t('sweeps.delete', { run }), act: () => actions.remove(row) },
  ];
  const failure = row.results.find(({ failed }) => failed)?.failed;
  return (
    <tr
      data-run={row.id}
      data-pinned={pinned || undefined}
      data-marked={marked || undefined}
      data-pointed={pointed || undefined}
      aria-rowindex={place}
    >
      <td className={classes.tools}>
        {tools.map(({ id, Icon, label, act, pressed }) => (
          <button
            key={id}
            type="button"
            title={label}
            aria-label={label}
            aria-pressed={pressed}
            data-testid={`sweep-row-${id}`}
            onClick={act}
          >
            <Icon size={16} aria-hidden="true" />
          </button>
        ))}
      </td>
      {columns.map(({ id, text, delta }, i) =>
        i === 0 ? (
          <th key={id} scope="row">
            <button
              type="button"
              className={classes.name}
              title={t('sweeps.mark', { run })}
              aria-pressed={marked}
              onClick={() => actions.mark(row.key)}
            >
              {text(row)}
            </button>
            {failure && <small className="error"> {worded(failure)}</small>}
          </th>
        ) : (
          <td key={id} data-clear={delta?.(row)?.isClear || undefined}>
            {text(row)}
          </td>
        ),
      )}
    </tr>
  );
});
