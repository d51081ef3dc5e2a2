/** The pointer on a large map: it moves the cursor, holds a cell with a click, drags what is zoomed; two fingers and Ctrl with the wheel zoom. */
import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import type { Pane } from './mapPixels';
import type { Cell } from './pane';
import type { MapCursor } from './useMapCursor';

interface Point {
  x: number;
  y: number;
}

/** CSS pixels that a finger or a hand may move within a click. */
const clickReach = 4;
/** Zoom of a pixel of the wheel. */
const wheelRate = 0.01;

const distance = ([a, b]: readonly Point[]) => (a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0);

/** @param plane element that shows the pane */
export function useMapPointer(plane: RefObject<HTMLElement | null>, cursor: MapCursor) {
  const { pane, T } = cursor;
  /** Pointers that are down, where each is, and what was seen when the last of them came. */
  const down = useRef({
    points: new Map<number, Point>(),
    pane,
    first: { x: 0, y: 0 },
    isClick: false,
    apart: 0,
  });

  const cellAt = ({ x, y }: Point, from: Pane): Cell => {
    const box = (plane.current as HTMLElement).getBoundingClientRect();
    const at = (part: number, length: number) => Math.floor((part / length) * from.size);
    return { query: from.row + at(y - box.top, box.height), key: from.column + at(x - box.left, box.width) };
  };
  const latest = useRef({ cursor, cellAt });
  latest.current = { cursor, cellAt };
  useEffect(() => {
    const element = plane.current;
    const onWheel = (event: WheelEvent) => {
      // Trackpads tell a pinch so. Without it the wheel scrolls the page.
      if (!event.ctrlKey) return;
      event.preventDefault();
      const { cursor, cellAt } = latest.current;
      const about = cellAt({ x: event.clientX, y: event.clientY }, cursor.pane);
      cursor.zoom(Math.exp(-wheelRate * event.deltaY), about);
    };
    // React's own listens passively, and could not keep the page from zooming.
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [plane]);

  const pointOf = (event: PointerEvent): Point => ({ x: event.clientX, y: event.clientY });
  const begin = (point: Point) => {
    const points = [...down.current.points.values()];
    Object.assign(down.current, {
      pane,
      first: point,
      isClick: points.length === 1,
      apart: distance(points),
    });
  };
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      down.current.points.set(event.pointerId, pointOf(event));
      begin(pointOf(event));
      cursor.move(cellAt(pointOf(event), pane));
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const point = pointOf(event);
      const { points, first, pane: from, apart } = down.current;
      if (!points.has(event.pointerId)) {
        cursor.move(cellAt(point, pane));
        return;
      }
      points.set(event.pointerId, point);
      if (Math.hypot(point.x - first.x, point.y - first.y) > clickReach) down.current.isClick = false;
      if (points.size === 2 && apart > 0)
        cursor.zoom(distance([...points.values()]) / apart, cellAt(first, from), from);
      else if (from.size < T && !down.current.isClick) {
        const cellSide = event.currentTarget.getBoundingClientRect().width / from.size;
        cursor.pan(from, (first.y - point.y) / cellSide, (first.x - point.x) / cellSide);
      } else cursor.move(cellAt(point, pane));
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      const { points, isClick } = down.current;
      if (!points.delete(event.pointerId)) return;
      if (isClick) cursor.hold(cellAt(pointOf(event), pane));
      for (const point of points.values()) begin(point);
      down.current.isClick = false;
    },
    onPointerCancel(event: PointerEvent<HTMLElement>) {
      down.current.points.delete(event.pointerId);
    },
  };
}
