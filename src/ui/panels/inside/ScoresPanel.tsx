/** Shows how large the scores of every layer are before the softmax (paper Fig. 2), on a logarithmic axis. */
import { mixingOf } from '../../../attention/layers';
import { variant } from '../../../attention/variants';
import { formatCount, formatScore } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import type { ScoreSummary } from '../../../measure/scores';
import { useApp, useChosenRun } from '../../AppContext';
import {
  type ScoreDrawing,
  scoreBars,
  scoreDecades,
  scoreDrawing,
  scorePlace,
  wideScores,
} from '../../charts/scoreAxis';
import { figureFacts } from '../../figures/facts';
import { scoresFigure } from '../../figures/scoresFigure';
import { CopyTable } from '../../kit/CopyButtons';
import { Isolated } from '../../kit/Isolated';
import { SaveFigure } from '../../kit/SaveFigure';
import { useWidthUpTo } from '../../kit/useSize';
import type { PanelProps } from '../panel';
import classes from './InsidePanels.module.css';
import { type ScoredRun, useScoredRuns } from './useScoredRuns';

export function ScoresPanel({ id, title }: PanelProps) {
  const app = useApp();
  const { name } = useChosenRun();
  const { scored, isLive } = useScoredRuns();
  const { ref, width: room } = useWidthUpTo<HTMLDivElement>(wideScores.width);
  const drawing = scoreDrawing(room);
  return (
    <section className="panel" aria-label={title} data-testid={id}>
      <h2>
        {title}: <Isolated text={name} />
      </h2>
      <div className={classes.row}>
        <p className="muted">{t('inside.scores.about')}</p>
        <SaveFigure
          what={t('inside.scores.save')}
          testId="save-scores"
          disabled={scored.length === 0}
          figure={() => (scored.length > 0 ? scoresFigure(scored, figureFacts(app)) : null)}
        />
      </div>
      {scored.length > 0 ? (
        <>
          <div ref={ref}>
            {scored.map((one) => (
              <RunScores key={one.run.id} {...one} isAlone={scored.length === 1} drawing={drawing} />
            ))}
          </div>
          <CopyTable
            what={t('inside.scores.copy')}
            testId="copy-scores"
            table={() => ({
              columns: ['run', 'step', 'layer', 'lowerQuartile', 'median', 'upperQuartile', 'largest'],
              rows: scored.flatMap(({ run, probe }) =>
                probe.layers.map(({ scores }, l) => {
                  const [low = null, middle = null, high = null] = scores?.magnitudeQuartiles ?? [];
                  return [run.name, probe.step, l + 1, low, middle, high, scores?.largest ?? null];
                }),
              ),
            })}
          />
        </>
      ) : (
        <p className="muted">{t(isLive ? 'inside.scores.untrained' : 'inside.notCaptured')}</p>
      )}
    </section>
  );
}

/** The distributions of one run; of two each has its name, and they stand one below the other, on the same axis. */
function RunScores({
  run,
  probe,
  isAlone,
  drawing,
}: ScoredRun & { isAlone: boolean; drawing: ScoreDrawing }) {
  const { width, rowHeight, above } = drawing;
  const height = rowHeight * run.layers.length;
  const named = t('inside.change.runAt', { run: isolated(run.name), step: formatCount(probe.step) });
  return (
    <>
      <figure className={classes.scores} aria-label={named}>
        {!isAlone && <figcaption>{named}</figcaption>}
        <svg
          width={width}
          height={height + 34}
          viewBox={`0 0 ${width} ${height + 34}`}
          role="img"
          aria-label={t('inside.scores.drawing', { step: formatCount(probe.step) })}
          data-testid="score-distributions"
        >
          <Ticks height={height} drawing={drawing} />
          {run.layers.map((layer, l) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the stack
            <g key={l} transform={`translate(0 ${rowHeight * l})`}>
              <text x={0} y={above > 0 ? 17 : 27} fontSize={15} fill="var(--ink)">
                {t('inside.layer', { layer: l + 1 })} {variant(layer.variant).short}
              </text>
              <g transform={`translate(0 ${above})`}>
                <Distribution
                  scores={probe.layers[l]?.scores ?? null}
                  mixes={mixingOf(layer) !== null}
                  drawing={drawing}
                />
              </g>
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
                  largest: formatScore(scores.largest),
                  median: formatScore(scores.magnitudeQuartiles?.[1] ?? Number.NaN),
                })
              : t('inside.scores.none', { layer: l + 1 })}
          </li>
        ))}
      </ul>
    </>
  );
}

function Ticks({ height, drawing }: { height: number; drawing: ScoreDrawing }) {
  return scoreDecades.map((decade) => (
    <g key={decade}>
      <path d={`M${scorePlace(10 ** decade, drawing)} 4V${height}`} stroke="var(--line)" />
      <text
        x={scorePlace(10 ** decade, drawing)}
        y={height + 20}
        fontSize={15}
        fill="var(--ink-2)"
        textAnchor="middle"
      >
        {10}
        <tspan dy={-6} fontSize={12}>
          {String(decade).replace('-', '−')}
        </tspan>
      </text>
    </g>
  ));
}

interface DistributionProps {
  scores: ScoreSummary | null;
  mixes: boolean;
  drawing: ScoreDrawing;
}

/** The histogram as an area, its quartiles as a box, and the largest as a mark with its number. */
function Distribution({ scores, mixes, drawing }: DistributionProps) {
  if (!scores?.magnitudes)
    return (
      <text x={drawing.left} y={27} fontSize={15} fill="var(--ink-2)">
        {t(mixes ? 'inside.scores.notCounted' : 'inside.scores.noMap')}
      </text>
    );
  const { magnitudes, magnitudeQuartiles: [low = 0, middle = 0, high = 0] = [], largest } = scores;
  return (
    <>
      <path d={scoreBars(magnitudes, drawing)} fill="var(--accent)" fillOpacity={0.35} />
      <path
        d={`M${scorePlace(low, drawing)} 39H${scorePlace(high, drawing)}`}
        stroke="var(--ink)"
        strokeWidth={5}
      />
      <path d={`M${scorePlace(middle, drawing)} 33v11`} stroke="var(--ink)" strokeWidth={2} />
      <path d={`M${scorePlace(largest, drawing)} 6v32`} stroke="var(--danger)" strokeWidth={2} />
      <text x={scorePlace(largest, drawing) + 5} y={20} fontSize={15} fill="var(--danger)">
        {formatScore(largest)}
      </text>
    </>
  );
}
