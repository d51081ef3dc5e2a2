/** The measure of layers that is shown first, over the training, on paper. */
import { type LayerMeasure, layerMeasures } from '../../../measure/layerMeasures';
import { useApp } from '../../AppContext';
import { courseFigure } from '../../figures/courseFigure';
import { figureFacts } from '../../figures/facts';
import { FigureImage } from '../../kit/FigureImage';
import type { PaperProps } from '../panel';
import { useMeasuredCourses } from './useMeasuredCourses';

export default function OverTrainingPaper({ link }: PaperProps) {
  const app = useApp();
  const [measure] = layerMeasures as [LayerMeasure];
  const { measured } = useMeasuredCourses(measure.of, measure.ofMap);
  if (measured.length === 0) return null;
  return <FigureImage figure={courseFigure(measure, measured, { ...figureFacts(app), link })} />;
}
