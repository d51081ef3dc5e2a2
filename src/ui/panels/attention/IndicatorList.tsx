/**
 * Lists the paper's indicators (§4.4) of the chosen layer, and how large its scores are (Fig. 2), each with what it
 * means. Where an indicator depends on the probe's length, the figure that does not comes first.
 */
import { formatFixed, formatMeasured, formatPercent } from '../../../format/numbers';
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
        <h3>Layer {layer + 1} in numbers</h3>
        <p>This layer mixes no tokens, so it has no map and no indicators.</p>
      </div>
    );
  return (
    <table className={classes.indicators}>
      <caption>Layer {layer + 1} in numbers</caption>
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
      name: 'Entropy',
      value: percent(i.entropyNormalised),
      raw: `${formatFixed(i.entropy, 1)} nats`,
      note: 'How spread the weights are: 0% is all on one token, 100% is even.',
    },
    {
      name: 'Concentration',
      value: percent(i.concentrationNormalised),
      raw: formatFixed(i.concentration, 2),
      note: 'How concentrated the weights are: 0% is even, 100% is all on one token.',
    },
    {
      name: 'Head diversity',
      value: formatFixed(i.headDiversity, 4),
      note: 'How far the heads’ maps differ: 0 is all the same.',
    },
    { name: 'Sink', value: percent(i.sink), note: 'Mean weight on the first token.' },
    {
      name: 'Local focus',
      value: percent(i.localFocus0),
      note: `Mean weight on the token itself; ${percent(i.localFocus1)} one back, ${percent(i.localFocus2)} two, ${percent(i.localFocus3)} three.`,
    },
    {
      name: 'Largest score',
      value: formatMeasured(s.largest, 2),
      note: `Largest absolute score before the softmax; the middle half lies between ${formatMeasured(s.lowerQuartile, 2)} and ${formatMeasured(s.upperQuartile, 2)}. Very large scores make training unstable.`,
    },
  ];
}

// What rounds to ten percent has two digits as it is.
const percent = (part: number) => formatPercent(part, part < 0.0995 ? 1 : 0);
