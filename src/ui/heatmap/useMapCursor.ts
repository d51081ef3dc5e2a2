/** What is looked at in a large map and those beside it: the cell under the cursor, the one that is held, and the pane. */
import { clamp } from 'es-toolkit';
import { useState } from 'react';
import type { Pane } from './mapPixels';
import { type Cell, following, panned, wholePane, zoomed } from './pane';

export interface MapCursor {
  /** Tokens of the maps. */
  T: number;
  cell: Cell;
  /** The cell that others are compared with; null for none. */
  held: Cell | null;
  pane: Pane;
  /** Moves to a cell, or to the next one that has a weight. @returns where it is now */
  move(to: Cell): Cell;
  /** Holds a cell, or lets the one go that is held; while another is held nothing changes. */
  hold(cell: Cell): void;
  letGo(): void;
  /** Zooms about a cell, from what is seen or from a pane. */
  zoom(factor: number, about: Cell, from?: Pane): void;
  /** Moves a pane by so many queries and keys. */
  pan(from: Pane, queries: number, keys: number): void;
  seeAll(): void;
}

interface Looked {
  /** Tokens that it is about: with other ones the whole map is seen and no cell is held. */
  T: number;
  cell: Cell;
  held: Cell | null;
  pane: Pane;
}

const isSame = (a: Cell, b: Cell) => a.query === b.query && a.key === b.key;

export function useMapCursor(T: number): MapCursor {
  const [looked, setLooked] = useState<Looked>(() => ({
    T,
    cell: { query: T - 1, key: 0 },
    held: null,
    pane: wholePane(T),
  }));
  /** A key after its query has no weight. */
  const within = ({ query, key }: Cell): Cell => {
    const q = clamp(query, 0, T - 1);
    return { query: q, key: clamp(key, 0, q) };
  };
  const now: Looked =
    looked.T === T ? looked : { T, cell: within(looked.cell), held: null, pane: wholePane(T) };
  const change = (part: Partial<Looked>) => setLooked({ ...now, ...part });
  return {
    ...now,
    move(to) {
      const cell = within(to);
      change({ cell, pane: following(now.pane, cell) });
      return cell;
    },
    hold(cell) {
      if (now.held === null) change({ held: within(cell) });
      else if (isSame(now.held, cell)) change({ held: null });
    },
    letGo: () => change({ held: null }),
    zoom: (factor, about, from = now.pane) => change({ pane: zoomed(from, T, factor, about) }),
    pan: (from, queries, keys) => change({ pane: panned(from, T, queries, keys) }),
    seeAll: () => change({ pane: wholePane(T) }),
  };
}
