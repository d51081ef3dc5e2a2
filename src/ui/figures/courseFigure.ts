/** Draws one measure of every layer over the training for paper: a chart for each run, a line for each layer, and a legend below. */
import { range, uniq } from 'es-toolkit';
import { variant } from '../../attention/variants';
import type { Run } from '../../experiment/schema';
import { isolated } from '../../format/visible';
import { entryName } from '../../format/words';
import { t } from '../../i18n/i18n';
import type { LayerCourse } from '../../measure/layerCourse';
import type { LayerMeasure } from '../../measure/layerMeasures';
import { measureAxis } from '../charts/layerAxis';
import { stepAxis } from '../charts/ticks';
import type { FigureFacts } from './facts';
import { multiplesFigure } from './multiplesFigure';
import type { Figure } from './paper';

/** @param courses of each run, at least one; all share their axes */
export function courseFigure(
  measure: LayerMeasure,
  courses: readonly { run: Run; name: string; course: LayerCourse }[],
  { data, link }: FigureFacts,
): Figure {
  const steps = courses.flatMap(({ course }) => course.steps);
  const x = { ...stepAxis(0, Math.max(0, ...steps), false, 4), log: false };
  const y = measureAxis(
    measure,
    courses.flatMap(({ course }) => course.layers.flat()),
    3,
  );
  const layers = range(Math.max(...courses.map(({ run }) => run.layers.length)));
  return multiplesFigure({
    name: `over-training-${measure.id}`,
    title: t('figures.course.title', { measure: entryName('layerMeasures', measure) }),
    subtitle: t('figures.course.subtitle', { data }),
    link,
    nothing: t('inside.course.nothing'),
    marked: false,
    charts: courses.map(({ name, course }) => ({
      title: isolated(name),
      x,
      y,
      lines: course.layers.map((values, l) => ({
        style: l,
        label: String(l + 1),
        points: values.map((value, i) =>
          value === null ? null : { x: course.steps[i] as number, y: value },
        ),
      })),
    })),
    legend: layers.map((l) => {
      const variants = courses
        .flatMap(({ run }) => run.layers[l] ?? [])
        .map((layer) => variant(layer.variant).short);
      return { style: l, name: `${t('inside.layer', { layer: l + 1 })}: ${uniq(variants).join(', ')}` };
    }),
  });
}
