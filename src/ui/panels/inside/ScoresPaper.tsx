/** How large the scores of every layer are before the softmax, on paper. */
import { useApp } from '../../AppContext';
import { figureFacts } from '../../figures/facts';
import { scoresFigure } from '../../figures/scoresFigure';
import { FigureImage } from '../../kit/FigureImage';
import type { PaperProps } from '../panel';
import { useScoredRuns } from './useScoredRuns';

export default function ScoresPaper({ link }: PaperProps) {
  const app = useApp();
  const { scored } = useScoredRuns();
  if (scored.length === 0) return null;
  return <FigureImage figure={scoresFigure(scored, { ...figureFacts(app), link })} />;
}
