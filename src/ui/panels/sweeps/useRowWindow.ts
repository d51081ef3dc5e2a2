/** Draws of many rows those alone that are seen: a table of hundreds scrolls as one of thirty does. */
import { useMediaQuery } from '@mantine/hooks';
import { type RefObject, type UIEvent, useState } from 'react';

/** CSS pixels (SweepTable.module.css); every row is as high. */
const heights = { mouse: 34, finger: 46 };
/** Rows beyond either edge that are drawn too; the window moves by as many. */
const beyond = 12;
/** Rows that the box has room for, at most (SweepTable.module.css). */
const seen = 13;

interface RowWindow {
  /** Of the drawn rows. */
  from: number;
  to: number;
  /** CSS pixels of each row. */
  rowHeight: number;
  onScroll(event: UIEvent<HTMLElement>): void;
  /** Brings a row into the middle of the box. */
  scrollTo(row: number): void;
}

/** @param box scrolls the table @param count rows in all */
export function useRowWindow(box: RefObject<HTMLElement | null>, count: number): RowWindow {
  const rowHeight = heights[useMediaQuery('(pointer: coarse)') ? 'finger' : 'mouse'];
  const [start, setStart] = useState(0);
  const startAt = (top: number) => beyond * Math.floor(top / rowHeight / beyond);
  // A filter may have left fewer rows than it was scrolled by.
  const first = Math.min(start, Math.max(0, count - seen));
  return {
    from: Math.max(0, first - beyond),
    to: Math.min(count, first + seen + 2 * beyond),
    rowHeight,
    onScroll: ({ currentTarget }) => setStart(startAt(currentTarget.scrollTop)),
    scrollTo(row) {
      const element = box.current;
      if (!element) return;
      element.scrollTop = Math.max(0, row * rowHeight - element.clientHeight / 2);
      setStart(startAt(element.scrollTop));
    },
  };
}
