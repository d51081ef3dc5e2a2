/** Shows what every head of the chosen run does, by one score of the registry: as a grid at the moment, and over the training. */
import { NativeSelect } from '@mantine/core';
import { memo, useState } from 'react';
import { formatCount, formatFixed } from '../../../format/numbers';
import { entryName, words } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import type { HeadScore } from '../../../measure/heads';
import { fromStart, headTakeOffs, type LayerCurves } from '../../../measure/heads/curves';
import { useApp, useChosenRun, useExperiment } from '../../AppContext';
import { figureFacts } from '../../figures/facts';
import { CopyTable } from '../../kit/CopyButtons';
import { Disclosure } from '../../kit/Disclosure';
import { Isolated } from '../../kit/Isolated';
import { SaveFigure } from '../../kit/SaveFigure';
import { Tex } from '../../kit/Tex';
import { useLanguage } from '../../useLanguage';
import { useCurrentProbe } from '../attention/useCurrentProbe';
import type { PanelProps } from '../panel';
import { HeadCurvesChart } from './HeadCurvesChart';
import { HeadGrid } from './HeadGrid';
import { headsFigure, scoresOffered, takeOffsOf, valuesOf } from './headsFigure';
import classes from './InsidePanels.module.css';
import { useHeadCurves } from './useHeadCurves';

export function HeadsPanel({ id, title }: PanelProps) {
  const app = useApp();
  const run = useChosenRun();
  const task = useExperiment((e) => e.experiment.task);
  const scores = scoresOffered(task);
  const [chosen, setChosen] = useState<string | null>(null);
  const score = scores.find((one) => one.id === chosen) ?? (scores[0] as HeadScore);
  const curves = useHeadCurves(run, score.id);
  const { probe, isLive } = useCurrentProbe();
  return (
    <section className="panel" aria-label={title} data-testid={id}>
      <h2>
        {title}: <Isolated text={run.name} />
      </h2>
      <div className={classes.row}>
        <NativeSelect
          size="sm"
          aria-label={t('inside.score')}
          data-testid="head-score"
          value={score.id}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={scores.map((one) => ({ value: one.id, label: entryName('headScores', one) }))}
        />
        <SaveFigure
          what={t('inside.save')}
          testId="save-heads"
          disabled={!probe}
          figure={() => probe && headsFigure({ run, score, probe, curves, facts: figureFacts(app) })}
        />
        <p>{words(`headScores.${score.id}.definition`, score.definition)}</p>
      </div>
      <Disclosure title={t('inside.formula')}>
        <Tex tex={score.tex} block />
        <p className="muted">{words(`headScores.${score.id}.source`, score.source)}</p>
      </Disclosure>
      <TakeOff curves={curves} />
      <div className={classes.beside}>
        <HeadGrid run={run} probe={probe} isLive={isLive} scoreId={score.id} curves={curves} />
        <HeadCurvesChart curves={curves} />
      </div>
      {probe && (
        <CopyTable
          what={t('inside.copy')}
          testId="copy-heads"
          table={() => ({
            columns: ['run', 'step', 'layer', 'head', score.id, 'takeOffStep'],
            rows: valuesOf(probe, score).flatMap((own, l) =>
              (own ?? []).map((value, h) => [
                run.name,
                probe.step,
                l + 1,
                h + 1,
                value,
                takeOffsOf(curves, l)?.[h] ?? null,
              ]),
            ),
          })}
        />
      )}
    </section>
  );
}

/** Says which head does it most in the end, and since when. */
const TakeOff = memo(function TakeOff({ curves }: { curves: readonly LayerCurves[] }) {
  useLanguage();
  const found = headTakeOffs(curves);
  const [best] = found;
  return (
    <p role="status" data-testid="take-off">
      {curves.length === 0
        ? t('inside.noCurves')
        : best
          ? t('inside.takeOff', {
              layer: best.layer + 1,
              head: best.head + 1,
              step: formatCount(best.step),
              value: formatFixed(best.value, 2),
              count: found.length - 1,
            })
          : t(fromStart(curves) ? 'inside.noTakeOff' : 'inside.notFromStart')}
    </p>
  );
});
