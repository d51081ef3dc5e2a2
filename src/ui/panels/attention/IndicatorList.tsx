/**
 * Lists what is measured of the chosen layer: the paper's indicators (§4.4), how large its scores are (Fig. 2), and what the step before did.
 * Where a figure depends on the probe's length, the one that does not comes first.
 */

import { formatFixed, formatPercent, formatScore } from '../../../format/numbers';
import { words } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import type { LayerProbe } from '../../../measure/capture';
import { formatDifference } from '../../../measure/evals/format';
import { type LayerMeasure, layerMeasures } from '../../../measure/layerMeasures';
import classes from '../../heatmap/heatmap.module.css';
import { DeltaText } from '../../kit/DeltaText';
import { MeasureName } from '../../kit/MeasureName';
import { WithTerms } from '../../kit/WithTerms';

/** @param layer from 0 @param probe what was found of it @param pinned the same of the run that others are held against; null for none */
export function IndicatorList({
  layer,
  probe,
  pinned,
}: {
  layer: number;
  probe: LayerProbe;
  pinned: LayerProbe | null;
}) {
  const heading = t('maps.indicators.heading', { layer: layer + 1 });
  const measured = layerMeasures.flatMap((measure) => {
    const value = measure.of(probe);
    const other = pinned && measure.of(pinned);
    return value === null ? [] : [{ measure, value, other, raw: measure.raw?.of(probe) ?? null }];
  });
  return (
    <>
      {!probe.indicators && (
        <div className={classes.indicators} data-testid="no-indicators">
          <h3>{heading}</h3>
          <p>{t('maps.indicators.none')}</p>
        </div>
      )}
      {measured.length > 0 && (
        <table className={classes.indicators} aria-label={heading} data-testid="indicator-list">
          {probe.indicators && <caption>{heading}</caption>}
          <tbody>
            {measured.map(({ measure, value, other, raw }) => (
              <tr key={measure.id}>
                <th scope="row">
                  <MeasureName measure={measure} />
                </th>
                <td>
                  {written(measure, value)}
                  {raw !== null && <small>{measure.raw?.write(raw)}</small>}
                  {other !== null && (
                    <DeltaText
                      delta={{ value: value - other, error: null, pairedOver: null, isClear: null }}
                      write={(of) => writtenDifference(measure, of)}
                    />
                  )}
                </td>
                <td>
                  <WithTerms text={noteOf(measure, probe)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function written({ scale }: LayerMeasure, value: number): string {
  if (scale === 'share') return percent(value);
  return scale === 'linear' ? formatFixed(value, 4) : formatScore(value);
}

/** Of shares in points of a percent. */
const writtenDifference = (measure: LayerMeasure, value: number): string =>
  measure.scale === 'share' ? formatDifference('share', value, { value }) : written(measure, value);

// What rounds to ten percent has two digits as it is.
const percent = (part: number) => formatPercent(part, part < 0.0995 ? 1 : 0);

function noteOf({ id, definition }: LayerMeasure, { scores }: LayerProbe): string {
  const own = words(`layerMeasures.${id}.definition`, definition);
  if (id !== 'largestScore' || !scores) return own;
  const half = t('maps.indicators.middleHalf', {
    low: formatScore(scores.lowerQuartile),
    high: formatScore(scores.upperQuartile),
  });
  return `${own} ${half}`;
}
