/** A grid of every order of two variants, lower layers down and upper layers across: each stack's value, the better the darker. */
import { range } from 'es-toolkit';
import { memo, useMemo } from 'react';
import { type VariantId, variant } from '../../../attention/variants';
import type { Sweep } from '../../../document/sweepsSchema';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { moveInGrid } from '../../kit/gridKeys';
import shaded from '../../kit/shadedCell.module.css';
import { shadeLevel } from '../../kit/shadeLevel';
import { useLanguage } from '../../useLanguage';
import { type Marks, markProps } from './marks';
import classes from './OrderGrid.module.css';
import { goodness, layersTitle, orderLayout } from './orderLayout';
import { bandText, comparedText, type SweepRow } from './sweepRows';

interface Props extends Marks {
  sweep: Sweep;
  rows: readonly SweepRow[];
}

export function OrderGrid({ sweep, rows, marked, onMark, onPoint }: Props) {
  const isTask = sweep.experiment.task !== null;
  const grid = useMemo(() => orderLayout(sweep, rows), [sweep, rows]);
  const best = grid.cells.get(grid.bestKey);
  const { first, second } = sweep.choice.parameters;
  const short = (id: number | string | undefined) => variant(id as VariantId).short;
  const nameOf = (half: string) => [...half].map((layer) => short(layer === '0' ? first : second)).join(' ');
  return (
    <figure className={classes.figure} data-testid="sweep-orders">
      <figcaption className={classes.legend}>
        <span className={classes.variants}>
          <Strip half="0" /> {short(first)}
          <Strip half="1" /> {short(second)}
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where there is little room it scrolls, which takes the focus */}
      <section className={classes.scroll} aria-label={t('sweeps.orders.grid')} tabIndex={0}>
        <table className={classes.grid} onKeyDown={moveInGrid}>
          <thead>
            {grid.above[0] !== '' && (
              <tr>
                <td />
                <th scope="colgroup" colSpan={grid.above.length} className={classes.axis}>
                  {layersTitle(grid, 'above')}
                </th>
              </tr>
            )}
            <tr>
              <th scope="col" className={classes.axis}>
                {layersTitle(grid, 'below')}
              </th>
              {grid.above.map((above) =>
                above === '' ? (
                  <td key={above} />
                ) : (
                  <th key={above} scope="col" title={nameOf(above)}>
                    <Strip half={above} />
                    <span className="visually-hidden">{nameOf(above)}</span>
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {grid.below.map((below, rowAt) => (
              <tr key={below}>
                <th scope="row" title={nameOf(below)}>
                  <Strip half={below} />
                  <span className="visually-hidden">{nameOf(below)}</span>
                </th>
                {grid.above.map((above, columnAt) => {
                  const key = below + above;
                  const row = grid.cells.get(key);
                  return (
                    <td key={above}>
                      <OrderCell
                        stack={nameOf(key)}
                        row={row}
                        isTask={isTask}
                        level={row?.band ? shadeLevel(goodness(grid, row.band.mean)) : undefined}
                        isBest={key === grid.bestKey}
                        place={rowAt * grid.above.length + columnAt}
                        columns={grid.above.length}
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
      </section>
    </figure>
  );
}

interface CellProps extends Pick<Marks, 'onMark' | 'onPoint'> {
  /** What it is of, in short names. */
  stack: string;
  /** undefined where it has no value. */
  row: SweepRow | undefined;
  isTask: boolean;
  /** How dark it is, 0 to 9. */
  level: number | undefined;
  isBest: boolean;
  isMarked: boolean;
  /** Among all cells, row by row. */
  place: number;
  columns: number;
}

/** Of hundreds a click draws two anew. */
const OrderCell = memo(function OrderCell(props: CellProps) {
  useLanguage();
  const { stack, row, isTask, level, isBest, isMarked, place, columns, onMark, onPoint } = props;
  const band = row?.band;
  return (
    <button
      type="button"
      className={shaded.cell}
      data-share={level}
      data-best={isBest || undefined}
      data-row={Math.floor(place / columns)}
      data-column={place % columns}
      tabIndex={place === 0 ? 0 : -1}
      aria-disabled={!row}
      aria-pressed={isMarked}
      title={band ? bandText(isTask, band) : undefined}
      {...(row && markProps({ marked: isMarked ? row.key : null, onMark, onPoint }, row.key))}
    >
      <span className="visually-hidden">{stack}: </span>
      {band ? comparedText(isTask, band.mean) : '–'}
    </button>
  );
});

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
