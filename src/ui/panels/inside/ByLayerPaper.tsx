/** The indicators of all layers on paper. */
import { useApp } from '../../AppContext';
import { figureFacts } from '../../figures/facts';
import { layersFigure } from '../../figures/layersFigure';
import { FigureImage } from '../../kit/FigureImage';
import type { PaperProps } from '../panel';
import { useShownRuns } from './useShownRuns';

export default function ByLayerPaper({ link }: PaperProps) {
  const app = useApp();
  const { shown } = useShownRuns();
  if (shown.length === 0) return null;
  return <FigureImage figure={layersFigure(shown, { ...figureFacts(app), link })} />;
}
