/** Makes the picture of one score of a run's heads. */
import type { TaskChoice } from '../../../data/tasks';
import type { Run } from '../../../experiment/schema';
import { type HeadScore, headScores } from '../../../measure/heads';
import { chanceOf, type LayerCurves } from '../../../measure/heads/curves';
import type { ProbeResult } from '../../../runtime/protocol';
import type { FigureFacts } from '../../figures/facts';
import { headScoresFigure } from '../../figures/headScoresFigure';
import type { Figure } from '../../figures/paper';
import { headNote } from './headNote';

interface Shown {
  run: Run;
  score: HeadScore;
  /** Of the run. */
  probe: ProbeResult;
  /** Of the score, over the run's captures. */
  curves: readonly LayerCurves[];
  /** Whether a capture is due after so many steps. */
  isDue: (step: number) => boolean;
  facts: FigureFacts;
}

export const headsFigure = ({ run, score, probe, curves, isDue, facts }: Shown): Figure =>
  headScoresFigure({
    run,
    score,
    step: probe.step,
    facts,
    finds: chanceOf(curves) !== null,
    values: valuesOf(probe, score),
    notes: valuesOf(probe, score).map((own, l) =>
      own?.map((_, head) => headNote({ run, curves, isDue }, l, head)),
    ),
  });

/** The scores that say something on a task, or on a text where it is null; the first is shown first. */
export const scoresOffered = (task: TaskChoice | null): HeadScore[] =>
  headScores.filter(({ appliesTo }) => appliesTo === 'all' || task !== null);

/** By layer, a value for each head; undefined where it has none. */
export const valuesOf = ({ layers }: ProbeResult, { id }: HeadScore) =>
  layers.map(({ headScores: own }) => own?.[id] ?? undefined);

/** The step at which each head of a layer took off; undefined where the layer has no heads. */
export const takeOffsOf = (curves: readonly LayerCurves[], layer: number) =>
  curves.find((one) => one.layer === layer)?.curves.takeOffs;
