/** Shows what every head of the chosen run does, by one score of the registry: as a grid at the moment, and over the training. */
import { NativeSelect } from '@mantine/core';
import { memo, useState } from 'react';
import { mixingOf } from '../../../attention/layers';
import type { Run } from '../../../experiment/schema';
import { formatCount, formatFixed } from '../../../format/numbers';
import { entryName, words } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import type { HeadScore } from '../../../measure/heads';
import {
  chanceOf,
  closestHead,
  findsFrom,
  fromStart,
  headTakeOffs,
  type LayerCurves,
} from '../../../measure/heads/curves';
import { useApp, useChosenRun, useExperiment, useView } from '../../AppContext';
import { figureFacts } from '../../figures/facts';
import { CopyTable } from '../../kit/CopyButtons';
import { Disclosure } from '../../kit/Disclosure';
import { Isolated } from '../../kit/Isolated';
import { SaveFigure } from '../../kit/SaveFigure';
import { Tex } from '../../kit/Tex';
import { useWidthUpTo } from '../../kit/useSize';
import { useCaptureDue } from '../../time/useCaptureDue';
import { useLanguage } from '../../useLanguage';
import type { PanelProps } from '../panel';
import { minusName, stepName } from './copiedDifferences';
import { HeadCurvesChart } from './HeadCurvesChart';
import { HeadGrid, headGridRow, type PinnedProbe } from './HeadGrid';
import { headsFigure, scoresOffered, takeOffsOf, valuesOf } from './headsFigure';
import classes from './InsidePanels.module.css';
import { useHeadCurves } from './useHeadCurves';
import { useScoredProbe } from './useScoredProbe';

export function HeadsPanel({ id, title }: PanelProps) {
  const app = useApp();
  const run = useChosenRun();
  const task = useExperiment((e) => e.experiment.task);
  const scores = scoresOffered(task);
  const [chosen, setChosen] = useState<string | null>(null);
  const score = scores.find((one) => one.id === chosen) ?? (scores[0] as HeadScore);
  const curves = useHeadCurves(run, score.id);
  const { probe, isLive } = useScoredProbe(run, score);
  const pinned = usePinnedProbe(run, score);
  const isDue = useCaptureDue();
  const row = headGridRow(useExperiment((e) => e.experiment.model.heads));
  const { ref, width } = useWidthUpTo<HTMLDivElement>(row);
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
          figure={() => probe && headsFigure({ run, score, probe, curves, isDue, facts: figureFacts(app) })}
        />
        <p>{words(`headScores.${score.id}.definition`, score.definition)}</p>
      </div>
      <Disclosure title={t('inside.formula')}>
        <Tex tex={score.tex} block />
        <p className="muted">{words(`headScores.${score.id}.source`, score.source)}</p>
      </Disclosure>
      <TakeOff run={run} curves={curves} />
      <div ref={ref} className={classes.beside}>
        <HeadGrid
          run={run}
          probe={probe}
          pinned={pinned}
          isLive={isLive}
          scoreId={score.id}
          curves={curves}
          wraps={width < row}
        />
        <HeadCurvesChart run={run} curves={curves} />
      </div>
      {probe && (
        <CopyTable
          what={t('inside.copy')}
          testId="copy-heads"
          table={() => ({
            columns: [
              ...['run', 'step', 'layer', 'head', score.id],
              ...(pinned ? [minusName(score.id, pinned.name), stepName(pinned.name)] : []),
              'takeOffStep',
            ],
            rows: valuesOf(probe, score).flatMap((own, l) =>
              (own ?? []).map((value, h) => [
                run.name,
                probe.step,
                l + 1,
                h + 1,
                value,
                ...(pinned ? [minusPinned(value, pinned, l, h, score), pinned.probe.step] : []),
                takeOffsOf(curves, l)?.[h] ?? null,
              ]),
            ),
          })}
        />
      )}
    </section>
  );
}

/** The run that others are held against, where one is pinned that is another, with its probe at the moment. */
function usePinnedProbe(run: Run, score: HeadScore): PinnedProbe | null {
  const pinnedRun = useView((v) => v.pinnedRun);
  const pinned = useExperiment((e) => e.experiment.runs.find(({ id }) => id === pinnedRun));
  const { probe } = useScoredProbe(pinned ?? run, score);
  return pinned && pinned.id !== run.id && probe ? { name: pinned.name, probe } : null;
}

/** null where the pinned run has no such head, or no score of it. */
function minusPinned(value: number, { probe }: PinnedProbe, layer: number, head: number, score: HeadScore) {
  const other = valuesOf(probe, score)[layer]?.[head];
  return other === undefined ? null : value - other;
}

interface TakeOffProps {
  run: Run;
  curves: readonly LayerCurves[];
}

/** Says which head does it, and since when. */
const TakeOff = memo(function TakeOff({ run, curves }: TakeOffProps) {
  useLanguage();
  const isDue = useCaptureDue();
  return (
    <p role="status" data-testid="take-off">
      {takeOffWords(run, curves, isDue)}
    </p>
  );
});

function takeOffWords(run: Run, curves: readonly LayerCurves[], isDue: (step: number) => boolean): string {
  if (!run.layers.some((layer) => mixingOf(layer) !== null)) return t('inside.headless');
  if (curves.length === 0) return t('inside.noCurves');
  const found = headTakeOffs(curves, isDue);
  const [best] = found;
  const chance = chanceOf(curves);
  if (best) {
    const { layer, head, step, value, gap } = best;
    const what = {
      layer: layer + 1,
      head: head + 1,
      last: formatCount(curves[0]?.curves.steps.at(-1) ?? step),
      step: formatCount(step),
      value: formatFixed(value, 2),
      count: found.length - 1,
    };
    const words = chance === null ? t('inside.takeOff', what) : t('inside.finds', what);
    if (gap === null) return words;
    const missing =
      gap.after === null
        ? t('inside.noneHeldBefore', what)
        : t('inside.notHeld', { after: formatCount(gap.after), step: what.step });
    return `${words} ${missing}`;
  }
  if (chance === null) return t(fromStart(curves) ? 'inside.noTakeOff' : 'inside.notFromStart');
  const level = formatFixed(findsFrom(chance), 2);
  const closest = closestHead(curves, run);
  if (!closest) return t('inside.noneFinds', { level });
  return t('inside.closest', {
    layer: closest.layer + 1,
    head: closest.head + 1,
    value: formatFixed(closest.value, 2),
    level,
  });
}
