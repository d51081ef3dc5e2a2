/** A grid of a sweep's stacks, the better the darker; below it what the cell that is pointed at, or has the focus, is. */
import { range } from 'es-toolkit';
import { memo, type SyntheticEvent, useMemo, useState } from 'react';
import type { Sweep } from '../../../document/sweepsSchema';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { moveInGrid } from '../../kit/gridKeys';
import { ScrollBox } from '../../kit/ScrollBox';
import shaded from '../../kit/shadedCell.module.css';
import { shadeLevel } from '../../kit/shadeLevel';
import { useGridStop } from '../../kit/useGridStop';
import { useLanguage, useWorded } from '../../useLanguage';
import { cellKey, type GridHead, goodness, gridOf, standardRow } from './gridLayout';
import { type Marks, markProps } from './marks';
import classes from './SweepGrid.module.css';
import { bandText, comparedText, type SweepRow, valueText } from './sweepRows';

interface Props extends Marks {
  picture: 'orders' | 'placements';
  sweep: Sweep;
  rows: readonly SweepRow[];
}

export function SweepGrid({ picture, sweep, rows, marked, onMark, onPoint }: Props) {
  const isTask = sweep.experiment.task !== null;
  const { grid, words } = useWorded(() => gridOf(picture, sweep, rows), [picture, sweep, rows]);
  const best = grid.cells.get(grid.bestKey);
  // Several cells of standard attention alone are one.
  const [read, setRead] = useState<string | null>(null);
  const point = (event: SyntheticEvent<HTMLElement>) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-cell]');
    setRead(cell?.dataset.cell ?? null);
  };
  const names = useMemo(
    () =>
      new Map(
        grid.below.flatMap((below) =>
          grid.above.map((above) => [cellKey(below, above), words.nameOf(below, above)] as const),
        ),
      ),
    [grid, words],
  );
  const columns = grid.above.length;
  const { tabIndexOf, onFocus } = useGridStop(
    ([row, column]) => row < grid.below.length && column < (grid.below[row] === standardRow ? 1 : columns),
    [[0, 0]],
  );
  return (
    <figure className={classes.figure} data-testid={`sweep-${picture}`}>
      <figcaption className={classes.legend}>
        <span className={classes.variants}>
          <Strip half="0" /> {words.variants[0]}
          <Strip half="1" /> {words.variants[1]}
        </span>
        <span className={classes.scale}>
          {t(isTask ? 'sweeps.accuracy' : 'sweeps.lowestLoss')} {comparedText(isTask, grid.worst)}
          <span className={classes.shades} aria-hidden="true">
            {range(0, 10, 2).map((level) => (
              <span key={level} className={shaded.cell} data-share={level + 1} />
            ))}
          </span>
          {comparedText(isTask, grid.best)}
        </span>
        {best?.band && (
          <span data-testid="sweep-best">
            {t('sweeps.orders.best', { stack: isolated(best.name), value: bandText(isTask, best.band) })}
          </span>
        )}
      </figcaption>
      <ScrollBox label={words.label}>
        <table
          className={classes.grid}
          onKeyDown={moveInGrid}
          onPointerOver={point}
          onPointerLeave={() => setRead(null)}
          onFocus={(event) => {
            point(event);
            onFocus(event);
          }}
          onBlur={() => setRead(null)}
        >
          <thead>
            {words.aboveTitle !== '' && (
              <tr>
                <td />
                <th scope="colgroup" colSpan={columns} className={classes.axis}>
                  {words.aboveTitle}
                </th>
              </tr>
            )}
            <tr>
              <th scope="col" className={classes.axis}>
                {words.belowTitle}
              </th>
              {grid.above.map((above) =>
                above === '' ? (
                  <td key={above} />
                ) : (
                  <th key={above} scope="col" title={words.head('above', above).title}>
                    <Head of={words.head('above', above)} />
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {grid.below.map((below, rowAt) => (
              <tr key={below}>
                <th scope="row" title={words.head('below', below).title}>
                  <Head of={words.head('below', below)} />
                </th>
                {(below === standardRow ? grid.above.slice(0, 1) : grid.above).map((above, columnAt) => {
                  const key = cellKey(below, above);
                  const row = grid.cells.get(key);
                  return (
                    <td key={above} colSpan={below === standardRow ? columns : 1}>
                      <GridCell
                        cell={key}
                        stack={names.get(key) ?? ''}
                        row={row}
                        isTask={isTask}
                        level={row?.band ? shadeLevel(goodness(grid, row.band.mean)) : undefined}
                        isBest={key === grid.bestKey}
                        rowAt={rowAt}
                        columnAt={columnAt}
                        tabIndex={tabIndexOf([rowAt, columnAt])}
                        isMarked={row !== undefined && row.key === marked}
                        onMark={onMark}
                        onPoint={onPoint}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {/* Its place is kept, and a screen reader hears the cell itself. */}
      <p className={classes.read} aria-hidden="true" data-testid="sweep-read">
        {read !== null &&
          t('sweeps.readCell', {
            stack: isolated(names.get(read) ?? ''),
            value: grid.cells.has(read)
              ? valueText(isTask, grid.cells.get(read) as SweepRow)
              : t('sweeps.notTrained'),
          })}
      </p>
    </figure>
  );
}

interface CellProps extends Pick<Marks, 'onMark' | 'onPoint'> {
  cell: string;
  /** What it is of, in short names. */
  stack: string;
  /** undefined where it has no value. */
  row: SweepRow | undefined;
  isTask: boolean;
  /** How dark it is, 0 to 9. */
  level: number | undefined;
  isBest: boolean;
  isMarked: boolean;
  /** Its place in the grid. */
  rowAt: number;
  columnAt: number;
  tabIndex: number;
}

/** Of hundreds a click draws two anew. */
const GridCell = memo(function GridCell(props: CellProps) {
  useLanguage();
  const { cell, stack, row, isTask, level, isBest, isMarked, rowAt, columnAt, tabIndex, onMark, onPoint } =
    props;
  const band = row?.band;
  const value = row ? valueText(isTask, row) : '';
  const shown = band ? comparedText(isTask, band.mean) : '–';
  return (
    <button
      type="button"
      className={shaded.cell}
      data-cell={cell}
      data-share={level}
      data-best={isBest || undefined}
      data-row={rowAt}
      data-column={columnAt}
      tabIndex={tabIndex}
      aria-disabled={!row}
      aria-pressed={isMarked}
      {...(row && markProps({ marked: isMarked ? row.key : null, onMark, onPoint }, row.key))}
    >
      <span className="visually-hidden">{stack}: </span>
      {shown}
      {value.startsWith(shown) && value !== shown && (
        <span className="visually-hidden">{value.slice(shown.length)}</span>
      )}
    </button>
  );
});

function Head({ of: { strip, names, title } }: { of: GridHead }) {
  return (
    <>
      {strip !== '' && <Strip half={strip} />}
      {names.map((name) => (
        <span key={name} className={classes.name}>
          {name}
        </span>
      ))}
      {names.length === 0 && <span className="visually-hidden">{title}</span>}
    </>
  );
}

/** Layers from the first to the last: hollow for the first variant, filled for the second. */
function Strip({ half }: { half: string }) {
  return (
    <svg width={10 * half.length + 2} height={16} className={classes.strip} aria-hidden="true">
      {[...half].map((layer, i) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the stack
          key={i}
          x={10 * i + 2}
          y={2}
          width={7}
          height={12}
          fill={layer === '0' ? 'none' : 'var(--ink)'}
          stroke="var(--ink)"
          strokeWidth={1.5}
        />
      ))}
    </svg>
  );
}
