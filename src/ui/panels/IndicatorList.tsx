/** The paper's indicators (§4.4) of the chosen layer, and how large its scores are (Fig. 2). */
import type { Indicators } from '../../measure/indicators';
import type { ScoreSummary } from '../../measure/scores';

interface IndicatorListProps {
  layer: number;
  indicators: Indicators;
  scores: ScoreSummary;
}

export function IndicatorList({ layer, indicators: i, scores: s }: IndicatorListProps) {
  const rows: [string, number, string][] = [
    ['Entropy', i.entropy, `${percent(i.entropyNormalised)} of an even map`],
    ['Concentration', i.concentration, `${percent(i.concentrationNormalised)} from even to one-hot`],
    ['Head diversity', i.headDiversity, 'spread of the heads'],
    ['Sink', i.sink, 'mean weight on the first token'],
    [
      'Local focus',
      i.localFocus0,
      `on itself; ${i.localFocus1.toFixed(3)} one back, ${i.localFocus2.toFixed(3)} two back`,
    ],
    [
      'Score, largest |s|',
      s.largest,
      `median ${s.median.toFixed(2)}, quartiles ${s.lowerQuartile.toFixed(2)} to ${s.upperQuartile.toFixed(2)}`,
    ],
  ];
  return (
    <table style={{ marginTop: 14, fontSize: 15, fontVariantNumeric: 'tabular-nums' }}>
      <caption style={{ textAlign: 'left', fontWeight: 600 }}>Indicators of layer {layer + 1}</caption>
      <tbody>
        {rows.map(([name, value, note]) => (
          <tr key={name}>
            <th scope="row" style={{ textAlign: 'left', fontWeight: 400, paddingRight: 16 }}>
              {name}
            </th>
            <td style={{ textAlign: 'right', paddingRight: 16 }}>{value.toFixed(3)}</td>
            <td className="muted">{note}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const percent = (part: number) => `${Math.round(100 * part)}%`;
