/**
 * Lists the paper's indicators (§4.4) of the chosen layer, and how large its scores are (Fig. 2), each with what it
 * means.
 */
import { formatFixed, formatMeasured, formatPercent } from '../../../format/numbers';
import type { Indicators } from '../../../measure/indicators';
import type { ScoreSummary } from '../../../measure/scores';
import classes from '../../heatmap/heatmap.module.css';

interface IndicatorListProps {
  layer: number;
  indicators: Indicators;
  scores: ScoreSummary;
}

export function IndicatorList({ layer, indicators: i, scores: s }: IndicatorListProps) {
  const rows: { name: string; value: string; note: string }[] = [
    {
      name: 'Entropy',
      value: `${formatFixed(i.entropy, 1)} nats`,
      note: `How spread the weights are: ${percent(i.entropyNormalised)} of an even map.`,
    },
    {
      name: 'Concentration',
      value: formatFixed(i.concentration, 2),
      note: `How much few weights hold: ${percent(i.concentrationNormalised)} of the way from even to one-hot.`,
    },
    {
      name: 'Head diversity',
      value: formatFixed(i.headDiversity, 4),
      note: 'How far the heads’ maps differ; 0 where all are the same.',
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
      note: `Of |s| before the softmax; half lie between ${formatMeasured(s.lowerQuartile, 2)} and ${formatMeasured(s.upperQuartile, 2)}. Scores that run away unsettle training.`,
    },
  ];
  return (
    <table className={classes.indicators}>
      <caption>Layer {layer + 1} in numbers</caption>
      <tbody>
        {rows.map(({ name, value, note }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
            <td>{note}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

// What rounds to ten percent has two digits as it is.
const percent = (part: number) => formatPercent(part, part < 0.0995 ? 1 : 0);
