/** Draws the chart of perplexity against context length for paper. */
import { t } from '../../i18n/i18n';
import { type ContextLine, contextAxes } from '../charts/contextAxes';
import { chartFigure, chartSubtitle } from './chartFigure';
import type { FigureFacts } from './facts';
import type { Figure } from './paper';

/**
 * Draws perplexity against context length for paper.
 * @param lengths context lengths in tokens, rising
 * @returns null where no perplexity is finite
 */
export function contextFigure(
  lines: readonly ContextLine[],
  lengths: readonly number[],
  { data, link }: FigureFacts,
): Figure | null {
  const axes = contextAxes(lines, lengths);
  if (!axes) return null;
  return chartFigure({
    name: 'context-length',
    title: t('figures.context.title'),
    subtitle: chartSubtitle(data, t('figures.context.what'), axes.beyond),
    link,
    x: { ...axes.x, label: t('charts.context.tokens'), log: true },
    y: { ...axes.y, label: t('charts.units.perplexity.axis'), log: axes.y.scale === 'log' },
    lines: axes.lines.map(({ name, style, points }) => ({ name, style, line: points, marks: points })),
    levels: [],
  });
}
