/** Lays a grid of layers × heads out for paper: a row for each layer with its name, a column for each head. */
import { mixingOf } from '../../attention/layers';
import { variant } from '../../attention/variants';
import type { Run } from '../../experiment/schema';
import { t } from '../../i18n/i18n';
import { ink } from './paper';
import { element, textElement } from './svg';

/** Where the first column begins, after the layers' names. */
export const nameWidth = 130;
const gap = 3;
/** Above the first row, for the columns' names. */
const headHeight = 20;

interface Content {
  run: Run;
  /** Names of the columns. */
  columns: readonly string[];
  cell: { width: number; height: number };
  /** Draws a layer's cells from their left edges. @param l from 0 */
  cellsOf(l: number, left: (column: number) => number): string[];
  /** Says why a layer has no cells of heads; null where it has some. @param mixes whether it mixes tokens */
  whyNone(l: number, mixes: boolean): string | null;
}

/** @returns the grid, where it ends below, and on the right */
export function layerGrid({ run, columns, cell, cellsOf, whyNone }: Content) {
  const left = (column: number) => nameWidth + column * (cell.width + gap);
  const top = (layer: number) => headHeight + layer * (cell.height + gap);
  const names = columns.map((name, column) =>
    textElement(name, { x: left(column) + cell.width / 2, y: 14, 'text-anchor': 'middle', fill: ink.quiet }),
  );
  const rows = run.layers.map((layer, l) => {
    const why = whyNone(l, mixingOf(layer) !== null);
    return element(
      'g',
      { transform: `translate(0 ${top(l)})` },
      textElement(`${t('inside.layer', { layer: l + 1 })} ${variant(layer.variant).short}`, { y: 27 }),
      why === null ? '' : textElement(why, { x: left(0), y: 27, fill: ink.quiet }),
      ...cellsOf(l, left),
    );
  });
  return { drawn: [...names, ...rows], bottom: top(run.layers.length), right: left(columns.length) };
}
