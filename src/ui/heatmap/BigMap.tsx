/** One head's map, large: tokens on both axes, and the exact weight under the pointer or the keyboard's cursor. */
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import type { Look } from '../../runtime/protocol';
import classes from './heatmap.module.css';
import { MapCanvas } from './MapCanvas';

interface BigMapProps {
  look: Look;
  map: Float32Array;
  layer: number;
  head: number;
  onClose(): void;
}

export function BigMap({ look, map, layer, head, onClose }: BigMapProps) {
  const { tokens } = look;
  const T = tokens.length;
  const [cell, setCell] = useState({ query: T - 1, key: 0 });
  // The probe may have become shorter since the cursor was set; a key after its query has no weight.
  const query = Math.min(cell.query, T - 1);
  const key = Math.min(cell.key, query);
  const move = (toQuery: number, toKey: number) => {
    const q = Math.max(0, Math.min(T - 1, toQuery));
    setCell({ query: q, key: Math.max(0, Math.min(q, toKey)) });
  };
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = (part: number, size: number) => Math.floor((part / size) * T);
    move(at(event.clientY - box.top, box.height), at(event.clientX - box.left, box.width));
  };
  const onKey = (event: KeyboardEvent) => {
    const targets: Record<string, [number, number]> = {
      ArrowUp: [query - 1, key],
      ArrowDown: [query + 1, key],
      ArrowLeft: [query, key - 1],
      ArrowRight: [query, key + 1],
      Home: [query, 0],
      End: [query, query],
    };
    const target = targets[event.key];
    if (!target && event.key !== 'Escape') return;
    event.preventDefault();
    if (target) move(...target);
    else onClose();
  };
  const weight = map[(head * T + query) * T + key] as number;
  const cellSize = 100 / T;
  return (
    <div className={classes.big}>
      <p className={classes.readout} data-testid="cell-readout" aria-live="polite">
        query “{tokens[query]}” (position {query + 1}) → key “{tokens[key]}” (position {key + 1}): weight{' '}
        <strong>{weight.toFixed(4)}</strong>
      </p>
      <div className={classes.axes}>
        <Labels tokens={tokens} className={classes.rows} />
        <div
          role="application"
          aria-label={`Map of layer ${layer + 1}, head ${head + 1}. Arrow keys move, Escape closes.`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the cursor is moved with the keyboard
          tabIndex={0}
          className={classes.plane}
          data-testid="big-map"
          onPointerMove={onPointer}
          onKeyDown={onKey}
        >
          <MapCanvas map={map} head={head} T={T} />
          <span
            className={classes.cursor}
            style={{
              left: `${key * cellSize}%`,
              top: `${query * cellSize}%`,
              width: `${cellSize}%`,
              height: `${cellSize}%`,
            }}
          />
        </div>
        <Labels tokens={tokens} className={classes.columns} />
      </div>
    </div>
  );
}

/** Labels stay legible: of a long probe only every so many are written. */
function Labels({ tokens, className }: { tokens: string[]; className: string | undefined }) {
  const every = Math.ceil(tokens.length / 40);
  return (
    <div className={className} aria-hidden="true">
      {tokens.map((token, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a token is its position
        <span key={i}>{i % every === 0 ? token : ''}</span>
      ))}
    </div>
  );
}
