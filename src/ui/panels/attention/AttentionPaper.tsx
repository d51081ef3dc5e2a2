/** The maps that stand small beside each other on paper. */
import { useApp, useChosenLayer, useChosenRun, useView } from '../../AppContext';
import { useFilteredOut } from '../../charts/useHiddenRuns';
import { figureFacts } from '../../figures/facts';
import { atOnce } from '../../figures/inParts';
import { weightColouring } from '../../heatmap/colouring';
import { useFilteredMaps } from '../../heatmap/useFilteredMaps';
import { FigureImage } from '../../kit/FigureImage';
import type { PaperProps } from '../panel';
import { smallMapsFigure } from './smallMapsFigure';
import { useCurrentProbe } from './useCurrentProbe';

export default function AttentionPaper({ link }: PaperProps) {
  const app = useApp();
  const { head, ...view } = useView();
  const layer = useChosenLayer();
  const { probe } = useCurrentProbe();
  const filtered = useFilteredMaps(probe, useChosenRun());
  const leftOut = useFilteredOut();
  if (!(probe && filtered)) return null;
  const colouring = weightColouring(view);
  const facts = { ...figureFacts(app), link };
  const shown = { probe, filtered, leftOut, layer, head, colouring, facts };
  return <FigureImage figure={atOnce(smallMapsFigure(app, shown))} />;
}
