/** What a layer of each variant costs against the length of the text, on paper: every measure. */
import { type CostMeasureId, costMeasures } from '../../../measure/costCurves';
import { useExperiment } from '../../AppContext';
import { standardItem, variantItems } from '../../charts/costLines';
import { costFigure } from '../../figures/costFigure';
import { FigureImage } from '../../kit/FigureImage';
import type { PaperProps } from '../panel';

const measures = Object.keys(costMeasures) as CostMeasureId[];

export default function CostsPaper({ link }: PaperProps) {
  const { model, batch } = useExperiment((e) => e.experiment);
  const sizes = { B: batch, L: model.context, d: model.dModel, h: model.heads };
  return measures.map((measure) => (
    <FigureImage
      key={measure}
      figure={costFigure(measure, 'layer', variantItems, standardItem, sizes, link)}
    />
  ));
}
