/** Draws the chart of perplexity against context length for paper. */
import { type ContextLine, contextAxes } from '../charts/ContextChart';
import { beyondScale, chartFigure } from './chartFigure';
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
    title: 'Perplexity against context length',
    subtitle: `${data} · the same held-out tokens at each length${beyondScale(axes.beyond)}`,
    link,
    x: { ...axes.x, label: 'tokens of context', log: true },
    y: { ...axes.y, label: 'perplexity', log: axes.y.scale === 'log' },
    lines: axes.lines.map(({ name, style, points }) => ({ name, style, line: points, marks: points })),
    levels: [],
  });
}
