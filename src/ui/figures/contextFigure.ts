/** Draws the chart of perplexity against context length for paper. */
import { type ContextLine, contextAxes } from '../charts/ContextChart';
import { chartFigure } from './chartFigure';
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
    subtitle: `${data} · the same held-out tokens at each length`,
    link,
    x: { ...axes.x, label: 'tokens of context', log: true },
    y: { ...axes.y, label: 'perplexity', log: axes.y.scale === 'log' },
    lines: lines.map(({ name, style, points }) => {
      const drawn = points
        .filter(({ perplexity }) => Number.isFinite(perplexity.value))
        .map(({ x, perplexity }) => ({ x, y: perplexity.value }));
      return { name, style, line: drawn, marks: drawn };
    }),
    level: null,
  });
}
