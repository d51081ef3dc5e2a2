/** Draws one map large, or what is seen of it: tokens on both axes, the cursor and the cell that is held. */

import { useElementSize, useMergedRef } from '@mantine/hooks';
import { type CSSProperties, type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { useView } from '../AppContext';
import { AxisLabels, labelLength } from './AxisLabels';
import classes from './heatmap.module.css';
import { MapCanvas } from './MapCanvas';
import type { Pane } from './mapPixels';
import type { Cell } from './pane';
import { SumStrip } from './SumStrip';
import type { LargeMap } from './useLargeMaps';
import type { MapCursor } from './useMapCursor';
import { useMapPointer } from './useMapPointer';

interface MapPlaneProps {
  map: LargeMap;
  /** What the plane is called; said with how its keys are used. */
  label: string;
  tokens: string[];
  cursor: MapCursor;
  onKey(event: KeyboardEvent): void;
}

/** CSS pixels of a map that is opened that are in view, at the least. */
const leastSeen = 120;

/** Pixels of a side before its size is known. */
const usualSide = 512;

export function MapPlane({ map, label, tokens, cursor, onKey }: MapPlaneProps) {
  const { values, sums, fullBars, colouring, id } = map;
  const { cell, held, pane } = cursor;
  const plane = useRef<HTMLDivElement>(null);
  const { ref: sized, width } = useElementSize<HTMLDivElement>();
  const takesFocus = useView((v) => v.focusesMap) && id === 'big';
  const set = useView((v) => v.set);
  // Only where a person opened it: it is drawn anew whenever a training begins, too.
  useEffect(() => {
    if (!takesFocus) return;
    plane.current?.focus({ preventScroll: true });
    // On a phone, or in a low dock, it stands below what was pressed, and the press would seem to do nothing.
    const isBelow = (plane.current?.getBoundingClientRect().top ?? 0) > window.innerHeight - leastSeen;
    if (isBelow) plane.current?.closest('section')?.scrollIntoView();
    set({ focusesMap: false });
  }, [takesFocus, set]);
  const pointer = useMapPointer(plane, cursor);

  const { row, column, size } = pane;
  const percent = (n: number) => `${(100 * n) / size}%`;
  // Labels are measured once for each of these, not with each move of the cursor.
  const longest = useMemo(() => labelLength(tokens), [tokens]);
  const queries = useMemo(() => tokens.slice(row, row + size), [tokens, row, size]);
  const keys = useMemo(() => tokens.slice(column, column + size), [tokens, column, size]);
  return (
    <div className={classes.axes} style={{ '--label': longest } as CSSProperties}>
      <SumStrip axis="columns" sums={sums.columns} full={fullBars.columns} from={column} size={size} />
      <AxisLabels tokens={queries} current={cell.query - row} axis="rows" />
      <div
        ref={useMergedRef(plane, sized)}
        role="application"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the cursor is moved with the keyboard
        tabIndex={0}
        className={classes.plane}
        data-testid={`${id}-map`}
        data-zoomed={size < tokens.length || undefined}
        {...pointer}
        onKeyDown={onKey}
      >
        <MapCanvas
          map={values}
          head={0}
          T={tokens.length}
          pane={pane}
          colouring={colouring}
          most={Math.max(1, Math.round((width || usualSide) * window.devicePixelRatio))}
        />
        <div className={classes.marks}>
          <span
            className={classes.band}
            style={{
              left: percent(-column),
              top: percent(cell.query - row),
              width: percent(cell.query + 1),
              height: percent(1),
            }}
          />
          <span
            className={classes.band}
            style={{
              left: percent(cell.key - column),
              top: percent(cell.key - row),
              width: percent(1),
              height: percent(tokens.length - cell.key),
            }}
          />
          {held && <span className={classes.held} style={cellStyle(held, pane)} data-testid="held-cell" />}
          <span className={classes.cursor} style={cellStyle(cell, pane)} />
        </div>
      </div>
      <SumStrip axis="rows" sums={sums.rows} full={fullBars.rows} from={row} size={size} />
      <AxisLabels tokens={keys} current={cell.key - column} axis="columns" />
    </div>
  );
}

const cellStyle = ({ query, key }: Cell, { row, column, size }: Pane): CSSProperties => ({
  left: `${(100 * (key - column)) / size}%`,
  top: `${(100 * (query - row)) / size}%`,
  width: `${100 / size}%`,
  height: `${100 / size}%`,
});
