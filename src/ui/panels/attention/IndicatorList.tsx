/**
 * Lists the paper's indicators (§4.4) of the chosen layer, and how large its scores are (Fig. 2), each with what it
 * means. Where an indicator depends on the probe's length, the figure that does not comes first.
 */

import { formatFixed, formatPercent, formatScore } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import type { LayerProbe } from '../../../measure/capture';
import type { Indicators } from '../../../measure/indicators';
import type { ScoreSummary } from '../../../measure/scores';
import classes from '../../heatmap/heatmap.module.css';
import { WithTerms } from '../../kit/WithTerms';

interface Row {
  name: string;
  value: string;
  /** The same as the paper has it, which grows with the length of the probe. */
  raw?: string;
  note: string;
}

/** @param layer from 0 @param probe what was found of it */
export function IndicatorList({
  layer,
  probe: { indicators, scores },
}: {
  layer: number;
  probe: LayerProbe;
}) {
  if (!indicators || !scores)
    return (
      <div className={classes.indicators} data-testid="no-indicators">
        <h3>{t('maps.indicators.heading', { layer: layer + 1 })}</h3>
        <p>{t('maps.indicators.none')}</p>
      </div>
    );
  return (
    <table className={classes.indicators}>
      <caption>{t('maps.indicators.heading', { layer: layer + 1 })}</caption>
      <tbody>
        {rowsOf(indicators, scores).map(({ name, value, raw, note }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              {value}
              {raw && <small>{raw}</small>}
            </td>
            <td>
              <WithTerms text={note} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function rowsOf(i: Indicators, s: ScoreSummary): Row[] {
  return [
    {
      name: t('maps.indicators.entropy.name'),
      value: percent(i.entropyNormalised),
      raw: t('maps.indicators.entropy.raw', { entropy: formatFixed(i.entropy, 1) }),
      note: t('maps.indicators.entropy.note'),
    },
    {
      name: t('maps.indicators.concentration.name'),
      value: percent(i.concentrationNormalised),
      raw: formatFixed(i.concentration, 2),
      note: t('maps.indicators.concentration.note'),
    },
    {
      name: t('maps.indicators.headDiversity.name'),
      value: formatFixed(i.headDiversity, 4),
      note: t('maps.indicators.headDiversity.note'),
    },
    {
      name: t('maps.indicators.sink.name'),
      value: percent(i.sink),
      note: t('maps.indicators.sink.note'),
    },
    {
      name: t('maps.indicators.localFocus.name'),
      value: percent(i.localFocus0),
      note: t('maps.indicators.localFocus.note', {
        one: percent(i.localFocus1),
        two: percent(i.localFocus2),
        three: percent(i.localFocus3),
      }),
    },
    {
      name: t('maps.indicators.largestScore.name'),
      value: formatScore(s.largest),
      note: t('maps.indicators.largestScore.note', {
        low: formatScore(s.lowerQuartile),
        high: formatScore(s.upperQuartile),
      }),
    },
  ];
}

// What rounds to ten percent has two digits as it is.
const percent = (part: number) => formatPercent(part, part < 0.0995 ? 1 : 0);
