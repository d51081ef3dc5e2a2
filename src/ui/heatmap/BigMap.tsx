/**
 * Shows one head's map, large: tokens on both axes, and the exact weight under the pointer or the keyboard's cursor. Beside it
 * stand the map that it is compared with and their difference.
 */

import { CloseButton } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import type { View } from '../../document/view';
import { formatFixed } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import type { ProbeResult } from '../../runtime/protocol';
import { useApp, useView } from '../AppContext';
import { largeMapFigure } from '../figures/attentionFigures';
import { figureFacts } from '../figures/facts';
import { Hint } from '../kit/Hint';
import { SaveFigure } from '../kit/SaveFigure';
import { useMarks } from '../kit/useMark';
import { ArcChoice } from './ArcChoice';
import { BesideChoice } from './BesideChoice';
import { ColourLegend } from './ColourLegend';
import type { Colouring } from './colouring';
import classes from './heatmap.module.css';
import { MapArcs } from './MapArcs';
import { MapPlane } from './MapPlane';
import { MapReadout, spokenCell } from './MapReadout';
import { pressMapKey } from './mapKeys';
import { mapName } from './mapName';
import { QueryRow } from './QueryRow';
import { useLargeMaps } from './useLargeMaps';
import { useMapCursor } from './useMapCursor';
import { useTextChange } from './useTextChange';
import { ZoomButtons } from './ZoomButtons';

interface BigMapProps {
  attentionProbe: ProbeResult;
  /** (T, T), row-major. */
  values: Float32Array;
  layer: number;
  head: number;
  kind: View['mapKind'];
  colouring: Colouring;
  /** Of the run the map is of. */
  runName: string;
  /** Left out where the map stands alone. */
  onClose?(): void;
}

export function BigMap({
  attentionProbe,
  values,
  layer,
  head,
  kind,
  colouring,
  runName,
  onClose,
}: BigMapProps) {
  const app = useApp();
  const mark = useMarks();
  const arcs = useView((v) => v.arcs);
  const mapBeside = useView((v) => v.mapBeside);
  const mapScale = useView((v) => v.mapScale);
  const { tokens, step } = attentionProbe;
  const T = tokens.length;
  const name = mapName(kind, layer, head);
  const { map, beside, difference, missing } = useLargeMaps({
    probe: attentionProbe,
    layer,
    head,
    values,
    name,
    colouring,
  });
  const changed = useTextChange(`${attentionProbe.runId} ${step} ${name}`, tokens, values);
  const maps = [map, beside, difference].filter((one) => one !== null);
  const cursor = useMapCursor(T);
  /** What a screen reader says: of moves by keys only, not of every change while training runs. */
  const [spoken, setSpoken] = useState('');

  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { done, cell } = pressMapKey(event.key, cursor);
    if (!done) return;
    event.preventDefault();
    if (done === 'moved') setSpoken(spokenCell(cell, { tokens, map, beside }));
  };
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !(cursor.held || onClose)) return;
    // React takes a menu that is opened here for a part of the map, wherever it stands; it closes by itself.
    if ((event.target as Element).closest('[role="menu"]')) return;
    event.preventDefault();
    if (cursor.held) cursor.letGo();
    else onClose?.();
  };
  const figure = () =>
    largeMapFigure({
      maps,
      tokens,
      pane: cursor.pane,
      fileName: `map-layer-${layer + 1}-${kind === 'heads' ? `head-${head + 1}` : kind}`,
      title: t('figures.maps.one', { run: isolated(runName), map: name }),
      step,
      mapScale,
      facts: figureFacts(app),
    });
  const { query, key } = cursor.cell;
  return (
    <section
      {...(kind === 'heads' && mark(`map:${layer}:${head}`))}
      className={classes.big}
      aria-label={t('maps.big.label', { map: name })}
      data-compares={beside !== null || undefined}
      data-alone={!onClose || undefined}
      onKeyDown={onEscape}
    >
      <div className={classes.bigHead}>
        <h3>{name}</h3>
        <div className={classes.bigTools}>
          <ZoomButtons cursor={cursor} />
          <SaveFigure what={t('maps.big.save')} testId="save-map" figure={figure} />
          {onClose && (
            <Hint label={t('maps.big.close')}>
              <CloseButton aria-label={t('maps.big.close')} onClick={onClose} />
            </Hint>
          )}
        </div>
      </div>
      <div className={classes.choices}>
        <BesideChoice runId={attentionProbe.runId} heads={attentionProbe.heads} />
        <ArcChoice />
      </div>
      <div className={classes.words}>
        {missing && (
          <p className="muted" data-testid="beside-missing">
            {missing}
          </p>
        )}
        <MapReadout
          tokens={tokens}
          map={map}
          beside={beside}
          isCaptured={attentionProbe.capture !== undefined || (beside !== null && mapBeside === 'map')}
          cursor={cursor}
        />
        {changed !== null && (
          <p className="muted" role="status" data-testid="text-change">
            {changed === 'atEnd'
              ? t('maps.textChangeAtEnd')
              : t('maps.textChange', { change: formatFixed(changed, 4) })}
          </p>
        )}
        <p className="visually-hidden" aria-live="polite">
          {spoken}
        </p>
      </div>
      <div className={classes.planes}>
        {maps.map((one) => (
          <figure key={one.id} className={classes.figure}>
            {beside && (
              <figcaption className={classes.caption}>
                {one.name}
                {one.id === 'difference' && (
                  <ColourLegend colouring={one.colouring} testId="difference-legend" />
                )}
              </figcaption>
            )}
            <MapPlane
              map={one}
              tokens={tokens}
              cursor={cursor}
              label={t('maps.big.cursor', { map: one.name })}
              onKey={onKey}
            />
          </figure>
        ))}
      </div>
      <QueryRow
        tokens={tokens}
        weights={values.subarray(query * T, query * T + query + 1)}
        current={key}
        onPick={(k) => cursor.move({ query, key: k })}
      />
      {arcs !== 'none' && (
        <MapArcs probe={attentionProbe} layer={layer} map={map} runName={runName} cursor={cursor} />
      )}
    </section>
  );
}
