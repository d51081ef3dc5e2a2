/** Draws what a layer of each variant, or the stack of each run, costs against the length of the text for paper. */
import type { CostSizes } from '../../attention/variant';
import { formatCount } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { type CostMeasureId, costLengths, costMeasures } from '../../measure/costCurves';
import { type CostItem, costAxis, costLines, lengthAxis } from '../charts/costLines';
import { chartFigure } from './chartFigure';
import type { Figure } from './paper';

/**
 * Draws one measure of all items; those that cost the same share a line.
 * @param what the items are: a layer each, or a stack @param link opens the experiment
 */
export function costFigure(
  measure: CostMeasureId,
  what: 'layer' | 'stack',
  items: readonly CostItem[],
  sizes: CostSizes,
  link: string,
): Figure {
  const lines = costLines(measure, items, sizes);
  return chartFigure({
    name: `costs-${measure}`,
    title: t(`figures.costs.${what}`, { measure: t(`costs.byLength.${measure}`) }),
    subtitle: t('figures.costs.subtitle', {
      batch: formatCount(sizes.B),
      width: formatCount(sizes.d),
      heads: formatCount(sizes.h),
    }),
    link,
    x: { ...lengthAxis(true), label: t('costs.byLength.length'), log: true },
    y: { ...costAxis(measure, lines), label: t(`costs.byLength.${costMeasures[measure].unit}`), log: true },
    lines: lines.map(({ names, style, costs, marks }) => ({
      name: names.join(', '),
      style,
      line: costs.map((y, i) => ({ x: costLengths[i] as number, y })),
      marks,
    })),
    levels: [],
  });
}
