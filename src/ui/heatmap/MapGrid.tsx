/** Draws every map of an attention probe small: layers from the last to the first, and their heads side by side. */

import type { CSSProperties } from 'react';
import { type Layer, layerName } from '../../attention/layers';
import { t } from '../../i18n/i18n';
import type { ProbeResult } from '../../runtime/protocol';
import { useView } from '../AppContext';
import type { Colouring } from './colouring';
import classes from './heatmap.module.css';
import { MapCanvas } from './MapCanvas';
import { mapName } from './mapName';

/** Pixels of a thumbnail's side: larger ones show no more at the size they have. */
const thumbnailPixels = 96;

/** Side of a thumbnail in CSS pixels, so that many heads and layers stay in view together. */
const thumbnailSide = (heads: number, layers: number) =>
  heads > 16 || layers > 12 ? 36 : heads > 8 || layers > 6 ? 48 : 60;

export function MapGrid({
  attentionProbe,
  layers,
  colouring,
}: {
  attentionProbe: ProbeResult;
  layers: readonly Layer[];
  colouring: Colouring;
}) {
  const { layer: chosenLayer, head: chosenHead, mapKind, enlarged, set } = useView();
  const heads = Array.from({ length: attentionProbe.heads }, (_, h) => h);
  const rows = attentionProbe.layers.map((layer, l) => ({ map: layer.map, l })).reverse();
  const side = {
    '--side': `${thumbnailSide(attentionProbe.heads, attentionProbe.layers.length)}px`,
  } as CSSProperties;
  return (
    <ul className={classes.grid} style={side} aria-label={t('maps.grid.label')}>
      {rows.map(({ map, l }) => (
        <li key={l} className={classes.row}>
          <span className={classes.label}>
            <strong>{t('maps.grid.layer', { layer: l + 1 })}</strong>{' '}
            <span>{layers[l] && layerName(layers[l])}</span>
          </span>
          {map ? (
            <div className={classes.heads}>
              {heads.map((h) => (
                <button
                  key={h}
                  type="button"
                  className={classes.map}
                  data-testid={`map-${l}-${h}`}
                  aria-label={t('maps.grid.enlarge', { map: mapName(mapKind, l, h) })}
                  aria-pressed={enlarged && chosenLayer === l && (mapKind !== 'heads' || chosenHead === h)}
                  onClick={() =>
                    set({
                      layer: l,
                      ...(mapKind === 'heads' && { head: h }),
                      enlarged: true,
                      focusesMap: true,
                    })
                  }
                >
                  <MapCanvas
                    map={map}
                    head={h}
                    T={attentionProbe.tokens.length}
                    most={thumbnailPixels}
                    colouring={colouring}
                  />
                </button>
              ))}
            </div>
          ) : (
            <span className={classes.nothing}>{t('maps.grid.mixesNoTokens')}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
