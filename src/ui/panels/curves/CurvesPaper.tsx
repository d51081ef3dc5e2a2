/** The chart of losses or accuracies on paper. */
import { useApp } from '../../AppContext';
import { figureFacts } from '../../figures/facts';
import { lossFigure } from '../../figures/lossFigure';
import { FigureImage } from '../../kit/FigureImage';
import type { PaperProps } from '../panel';
import { useDrawing } from './useDrawing';

/** As many ticks as fit the figure. */
const size = { width: 720, height: 450 };

export default function CurvesPaper({ link }: PaperProps) {
  const app = useApp();
  const curves = useDrawing(size);
  if (curves.isEmpty) return null;
  return <FigureImage figure={lossFigure({ ...curves, facts: { ...figureFacts(app), link } })} />;
}
