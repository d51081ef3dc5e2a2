/** Shows one head's map, large: tokens on both axes, and the exact weight under the pointer or the keyboard's cursor. */

import { CloseButton } from '@mantine/core';
import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { View } from '../../document/view';
import { formatFixed } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import type { ProbeResult } from '../../runtime/protocol';
import { useApp, useView } from '../AppContext';
import { headMapFigure } from '../figures/attentionFigures';
import { figureFacts } from '../figures/facts';
import { SaveFigure } from '../kit/SaveFigure';
import { Sentence } from '../kit/Sentence';
import { AxisLabels, labelLength } from './AxisLabels';
import classes from './heatmap.module.css';
import { MapCanvas } from './MapCanvas';
import { mapName } from './mapName';
import { QueryRow } from './QueryRow';
import { Token } from './Token';

interface BigMapProps {
  attentionProbe: ProbeResult;
  map: Float32Array;
  layer: number;
  head: number;
  kind: View['mapKind'];
  /** Of the run the map is of. */
  runName: string;
  onClose(): void;
}

/** Queries that a Page key moves by. */
const page = 8;

export function BigMap({ attentionProbe, map, layer, head, kind, runName, onClose }: BigMapProps) {
  const app = useApp();
  const name = mapName(kind, layer, head);
  const { tokens } = attentionProbe;
  const T = tokens.length;
  const plane = useRef<HTMLDivElement>(null);
  const [cell, setCell] = useState({ query: T - 1, key: 0 });
  /** What a screen reader says: of moves by keys only, not of every change while training runs. */
  const [spoken, setSpoken] = useState('');
  // The probe may have become shorter since the cursor was set; a key after its query has no weight.
  const query = Math.min(cell.query, T - 1);
  const key = Math.min(cell.key, query);
  const weightOf = (q: number, k: number) => map[(head * T + q) * T + k] as number;

  const takesFocus = useView((v) => v.focusesMap);
  const set = useView((v) => v.set);
  // Only where a person opened it: it is drawn anew whenever a training begins, too.
  useEffect(() => {
    if (!takesFocus) return;
    plane.current?.focus({ preventScroll: true });
    set({ focusesMap: false });
  }, [takesFocus, set]);

  const move = (toQuery: number, toKey: number) => {
    const q = Math.max(0, Math.min(T - 1, toQuery));
    const k = Math.max(0, Math.min(q, toKey));
    setCell({ query: q, key: k });
    return { q, k };
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
      PageUp: [query - page, key],
      PageDown: [query + page, key],
    };
    const target = targets[event.key];
    if (!target) return;
    event.preventDefault();
    const { q, k } = move(...target);
    setSpoken(
      t('maps.big.spoken', {
        queryPlace: q + 1,
        query: isolated(tokens[q] as string),
        keyPlace: k + 1,
        key: isolated(tokens[k] as string),
        weight: formatFixed(weightOf(q, k), 4),
      }),
    );
  };
  const figure = () =>
    headMapFigure({ attentionProbe, map, layer, head, kind, runName, facts: figureFacts(app) });
  const percent = (n: number) => `${(100 * n) / T}%`;
  return (
    <section
      className={classes.big}
      aria-label={t('maps.big.label', { map: name })}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className={classes.bigHead}>
        <h3>{name}</h3>
        <div className={classes.bigTools}>
          <SaveFigure what={t('maps.big.save')} testId="save-map" figure={figure} />
          <CloseButton aria-label={t('maps.big.close')} onClick={onClose} />
        </div>
      </div>
      <p className={classes.readout} data-testid="cell-readout">
        <span>
          <Sentence
            id="maps.big.readout"
            values={{ queryPlace: query + 1, keyPlace: key + 1 }}
            components={{
              query: <Token text={tokens[query]} />,
              key: <Token text={tokens[key]} />,
              small: <small />,
            }}
          />
        </span>
        <strong>{formatFixed(weightOf(query, key), 4)}</strong>
      </p>
      <p className="visually-hidden" aria-live="polite">
        {spoken}
      </p>
      <div className={classes.axes} style={{ '--label': labelLength(tokens) } as CSSProperties}>
        <AxisLabels tokens={tokens} current={query} axis="rows" />
        <div
          ref={plane}
          role="application"
          aria-label={t('maps.big.cursor', { map: name })}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the cursor is moved with the keyboard
          tabIndex={0}
          className={classes.plane}
          data-testid="big-map"
          onPointerMove={onPointer}
          onPointerDown={onPointer}
          onKeyDown={onKey}
        >
          <MapCanvas map={map} head={head} T={T} />
          <span
            className={classes.band}
            style={{ left: 0, top: percent(query), width: percent(query + 1), height: percent(1) }}
          />
          <span
            className={classes.band}
            style={{ left: percent(key), top: percent(key), width: percent(1), height: percent(T - key) }}
          />
          <span
            className={classes.cursor}
            style={{ left: percent(key), top: percent(query), width: percent(1), height: percent(1) }}
          />
        </div>
        <AxisLabels tokens={tokens} current={key} axis="columns" />
      </div>
      <QueryRow
        tokens={tokens}
        weights={map.subarray((head * T + query) * T, (head * T + query) * T + query + 1)}
        current={key}
        onPick={(k) => move(query, k)}
      />
    </section>
  );
}
