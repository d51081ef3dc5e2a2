/** What every head of the chosen run does, by the score that is shown first, on paper. */
import type { HeadScore } from '../../../measure/heads';
import { useApp, useChosenRun, useExperiment } from '../../AppContext';
import { figureFacts } from '../../figures/facts';
import { FigureImage } from '../../kit/FigureImage';
import { useCaptureDue } from '../../time/useCaptureDue';
import { useCurrentProbe } from '../attention/useCurrentProbe';
import type { PaperProps } from '../panel';
import { headsFigure, scoresOffered } from './headsFigure';
import { useHeadCurves } from './useHeadCurves';

export default function HeadsPaper({ link }: PaperProps) {
  const app = useApp();
  const run = useChosenRun();
  const task = useExperiment((e) => e.experiment.task);
  const [score] = scoresOffered(task) as [HeadScore];
  const curves = useHeadCurves(run, score.id);
  const isDue = useCaptureDue();
  const { probe } = useCurrentProbe();
  if (!probe) return null;
  const facts = { ...figureFacts(app), link };
  return <FigureImage figure={headsFigure({ run, score, probe, curves, isDue, facts })} />;
}
