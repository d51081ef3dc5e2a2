/** Remembers at which button of a grid the Tab key stops: there is always one. See `moveInGrid`. */
import { type FocusEvent, useState } from 'react';

/** Row and column, from 0. */
export type GridPlace = readonly [row: number, column: number];

/**
 * @param isThere tells whether a place has a button
 * @param preferred where it stops before any of them has had the focus, and once that one is gone: the first of these that is there
 */
export function useGridStop(
  isThere: (place: GridPlace) => boolean,
  preferred: readonly GridPlace[],
): {
  stop: GridPlace | null;
  tabIndexOf(place: GridPlace): 0 | -1;
  onFocus(event: FocusEvent<HTMLElement>): void;
} {
  const [focused, setFocused] = useState<GridPlace | null>(null);
  const stop = (focused ? [focused, ...preferred] : preferred).find(isThere) ?? null;
  return {
    stop,
    tabIndexOf: ([row, column]) => (stop?.[0] === row && stop[1] === column ? 0 : -1),
    onFocus({ target }) {
      const { row, column } = target.dataset;
      if (row === undefined || column === undefined) return;
      const place = [Number(row), Number(column)] as const;
      setFocused((before) => (before?.[0] === place[0] && before[1] === place[1] ? before : place));
    },
  };
}
