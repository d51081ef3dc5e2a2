/** The maps that stand small beside each other on paper. */
import { useApp, useChosenLayer, useView } from '../../AppContext';
import { figureFacts } from '../../figures/facts';
import { weightColouring } from '../../heatmap/colouring';
import { FigureImage } from '../../kit/FigureImage';
import type { PaperProps } from '../panel';
import { smallMapsFigure } from './smallMapsFigure';
import { useCurrentProbe } from './useCurrentProbe';

export default function AttentionPaper({ link }: PaperProps) {
  const app = useApp();
  const { head, ...view } = useView();
  const layer = useChosenLayer();
  const { probe } = useCurrentProbe();
  if (!probe) return null;
  const colouring = weightColouring(view);
  const facts = { ...figureFacts(app), link };
  return <FigureImage figure={smallMapsFigure(app, { probe, layer, head, colouring, facts })} />;
}
