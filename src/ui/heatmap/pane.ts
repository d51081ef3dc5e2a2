/** The part of a map that is looked at: zoomed about a cell, moved, and moved along with the cursor. */
import { clamp } from 'es-toolkit';
import type { Pane } from './mapPixels';

/** A place in a map, from 0. */
export interface Cell {
  query: number;
  key: number;
}

/** Tokens of a side that are seen at the least. */
const leastSize = 8;

export const wholePane = (T: number): Pane => ({ row: 0, column: 0, size: T });

/** Keeps a pane within a map of T tokens. */
const placed = (T: number, { row, column, size }: Pane): Pane => ({
  row: clamp(row, 0, T - size),
  column: clamp(column, 0, T - size),
  size,
});

/**
 * Shows `factor` times as few tokens of a side, above 1, or as many more, below it. The cell stays where it is seen.
 * @returns a pane of another size, unless it shows all or the least already
 */
export function zoomed({ row, column, size }: Pane, T: number, factor: number, { query, key }: Cell): Pane {
  const wanted = factor > 1 ? Math.floor(size / factor) : Math.ceil(size / factor);
  const next = clamp(wanted, Math.min(T, leastSize), T);
  // The cell's middle keeps its share of the pane.
  const kept = (at: number, from: number) => Math.round(at + 0.5 - ((at + 0.5 - from) / size) * next);
  return placed(T, { row: kept(query, row), column: kept(key, column), size: next });
}

/** Moves a pane by so many queries down and keys to the right. */
export const panned = ({ row, column, size }: Pane, T: number, queries: number, keys: number): Pane =>
  placed(T, { row: row + Math.round(queries), column: column + Math.round(keys), size });

/** Moves a pane as little as shows a cell. */
export function following(pane: Pane, { query, key }: Cell): Pane {
  const { row, column, size } = pane;
  const next = {
    row: clamp(row, query - size + 1, query),
    column: clamp(column, key - size + 1, key),
    size,
  };
  return next.row === row && next.column === column ? pane : next;
}
