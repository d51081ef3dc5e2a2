/** How large the scores of every layer are before the softmax, on paper. */
import { useApp, useChosenRun } from '../../AppContext';
import { figureFacts } from '../../figures/facts';
import { scoresFigure } from '../../figures/scoresFigure';
import { FigureImage } from '../../kit/FigureImage';
import { useCurrentProbe } from '../attention/useCurrentProbe';
import type { PaperProps } from '../panel';

export default function ScoresPaper({ link }: PaperProps) {
  const app = useApp();
  const run = useChosenRun();
  const { probe } = useCurrentProbe();
  if (!probe) return null;
  const scores = probe.layers.map((layer) => layer.scores);
  return <FigureImage figure={scoresFigure(run, scores, probe.step, { ...figureFacts(app), link })} />;
}
