/** Draws what a layer of each variant, or the stack of each run, costs against the length of the text for paper. */
import type { CostSizes } from '../../attention/variant';
import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { type CostMeasureId, costLengths, costMeasures } from '../../measure/costCurves';
import { type CostItem, costAxis, costCrossings, costLines, isFree, lengthAxis } from '../charts/costLines';
import { chartFigure } from './chartFigure';
import type { Figure } from './paper';

/** Of radius 1 around the origin. */
const circle = 'M-1 0A1 1 0 1 1 1 0A1 1 0 1 1 -1 0z';

/**
 * Draws one measure of all items; those that cost the same share a line, and the legend names those that cost nothing.
 * @param items one or more of them cost something @param what they are: a layer each, or a stack @param yardstick what they are held against, drawn or not
 * @param link opens the experiment
 */
export function costFigure(
  measure: CostMeasureId,
  what: 'layer' | 'stack',
  items: readonly CostItem[],
  yardstick: CostItem,
  sizes: CostSizes,
  link: string,
): Figure {
  const lines = costLines(measure, items, sizes);
  const crossings = costCrossings(measure, items, yardstick, sizes);
  const crossingLines = (ids: readonly string[]) => lines.filter(({ id }) => ids.includes(id));
  return chartFigure({
    name: `costs-${measure}`,
    title: t(`figures.costs.${what}`, { measure: t(`costs.byLength.${measure}`) }),
    subtitle: t(crossings.length > 0 ? 'figures.costs.subtitleCrossings' : 'figures.costs.subtitle', {
      batch: formatCount(sizes.B),
      width: formatCount(sizes.d),
      heads: formatCount(sizes.h),
      yardstick: isolated(yardstick.name),
    }),
    link,
    x: { ...lengthAxis(true), label: t('costs.byLength.length'), log: true },
    y: { ...costAxis(measure, lines), label: t(`costs.byLength.${costMeasures[measure].unit}`), log: true },
    lines: lines.map(({ id, names, style, costs, marks }) => {
      const crossing = crossings.find(({ ids }) => ids.includes(id));
      return {
        name: crossing
          ? t('figures.costs.from', {
              names: names.map(isolated).join(', '),
              length: formatCount(crossing.x),
            })
          : names.join(', '),
        style,
        line: costs.map((y, i) => ({ x: costLengths[i] as number, y })),
        marks,
      };
    }),
    unplaced: items
      .filter((item) => isFree(measure, item, sizes))
      .map(({ name }) => t('figures.costs.free', { name: isolated(name) })),
    // Where several lines cross at one length its circle is of none of their colours.
    points: crossings.map(({ ids, x, y }) => {
      const [line, another] = crossingLines(ids);
      return { shape: circle, style: another ? null : (line?.style ?? null), isOpen: true, x, y };
    }),
    levels: [],
  });
}
