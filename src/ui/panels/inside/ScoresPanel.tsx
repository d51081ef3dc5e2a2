/** Shows how large the scores of every layer are before the softmax (paper Fig. 2), on a logarithmic axis. */
import { mixingOf } from '../../../attention/layers';
import { variant } from '../../../attention/variants';
import { formatCount, formatMeasured } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { magnitudeRange, type ScoreSummary } from '../../../measure/scores';
import { useChosenRun } from '../../AppContext';
import { Isolated } from '../../kit/Isolated';
import { useCurrentProbe } from '../attention/useCurrentProbe';
import type { PanelProps } from '../panel';
import classes from './InsidePanels.module.css';

const width = 560;
const rowHeight = 46;
const left = 110;
const right = 90;
const [lowest, highest] = magnitudeRange;

/** The place of a magnitude on the axis, in the drawing's units. */
const x = (magnitude: number): number => {
  const share = (Math.log10(Math.max(magnitude, 10 ** lowest)) - lowest) / (highest - lowest);
  return left + (width - left - right) * Math.min(1, share);
};

export function ScoresPanel({ id, title }: PanelProps) {
  const run = useChosenRun();
  const { probe, isLive } = useCurrentProbe();
  return (
    <section className="panel" aria-label={title} data-testid={id}>
      <h2>
        {title}: <Isolated text={run.name} />
      </h2>
      <p className="muted">{t('inside.scores.about')}</p>
      {probe ? (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it scrolls sideways, which takes the focus */}
          <figure className={classes.scroll} aria-label={title} tabIndex={0}>
            <svg
              width={width}
              height={rowHeight * run.layers.length + 34}
              viewBox={`0 0 ${width} ${rowHeight * run.layers.length + 34}`}
              role="img"
              aria-label={t('inside.scores.drawing', { step: formatCount(probe.step) })}
              data-testid="score-distributions"
            >
              <Ticks height={rowHeight * run.layers.length} />
              {run.layers.map((layer, l) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the stack
                <g key={l} transform={`translate(0 ${rowHeight * l})`}>
                  <text x={0} y={27} fontSize={15} fill="var(--ink)">
                    {t('inside.layer', { layer: l + 1 })} {variant(layer.variant).short}
                  </text>
                  <Distribution scores={probe.layers[l]?.scores ?? null} mixes={mixingOf(layer) !== null} />
                </g>
              ))}
            </svg>
          </figure>
          <ul className="visually-hidden">
            {probe.layers.map(({ scores }, l) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the stack
              <li key={l}>
                {scores
                  ? t('inside.scores.told', {
                      layer: l + 1,
                      largest: formatMeasured(scores.largest, 2),
                      median: formatMeasured(scores.magnitudeQuartiles?.[1] ?? Number.NaN, 2),
                    })
                  : t('inside.scores.none', { layer: l + 1 })}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="muted">{t(isLive ? 'inside.noProbe' : 'inside.notCaptured')}</p>
      )}
    </section>
  );
}

function Ticks({ height }: { height: number }) {
  const decades = Array.from({ length: (highest - lowest) / 2 + 1 }, (_, i) => lowest + 2 * i);
  return decades.map((decade) => (
    <g key={decade}>
      <path d={`M${x(10 ** decade)} 4V${height}`} stroke="var(--line)" />
      <text x={x(10 ** decade)} y={height + 20} fontSize={15} fill="var(--ink-2)" textAnchor="middle">
        {10}
        <tspan dy={-6} fontSize={12}>
          {String(decade).replace('-', '−')}
        </tspan>
      </text>
    </g>
  ));
}

/** The histogram as an area, its quartiles as a box, and the largest as a mark with its number. */
function Distribution({ scores, mixes }: { scores: ScoreSummary | null; mixes: boolean }) {
  if (!scores?.magnitudes)
    return (
      <text x={left} y={27} fontSize={15} fill="var(--ink-2)">
        {t(mixes ? 'inside.scores.notCounted' : 'inside.scores.noMap')}
      </text>
    );
  const { magnitudes, magnitudeQuartiles: [low = 0, middle = 0, high = 0] = [], largest } = scores;
  const most = Math.max(...magnitudes, 1);
  const binWidth = (width - left - right) / magnitudes.length;
  const bars = magnitudes.map((count, i) => {
    const bar = (30 * count) / most;
    return `M${left + i * binWidth} 36v${-bar}h${binWidth}v${bar}z`;
  });
  return (
    <>
      <path d={bars.join('')} fill="var(--accent)" fillOpacity={0.35} />
      <path d={`M${x(low)} 39H${x(high)}`} stroke="var(--ink)" strokeWidth={5} />
      <path d={`M${x(middle)} 33v11`} stroke="var(--ink)" strokeWidth={2} />
      <path d={`M${x(largest)} 6v32`} stroke="var(--danger)" strokeWidth={2} />
      <text x={x(largest) + 5} y={20} fontSize={15} fill="var(--danger)">
        {formatMeasured(largest, 2)}
      </text>
    </>
  );
}
