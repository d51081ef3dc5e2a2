/** Draws the distributions of the scores before the softmax, layer by layer, for paper. */
import { mixingOf } from '../../attention/layers';
import { variant } from '../../attention/variants';
import type { Run } from '../../experiment/schema';
import { formatCount, formatScore } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import type { ScoreSummary } from '../../measure/scores';
import { scoreBars, scoreDecades, scorePlace, wideScores } from '../charts/scoreAxis';
import type { FigureFacts } from './facts';
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';

const margin = 16;
const colours = { bars: '#9ec5e8', largest: '#b3261e' };

/** @param scores of each layer of the run; null, or without magnitudes, where none were counted */
export function scoresFigure(
  run: Run,
  scores: readonly (ScoreSummary | null)[],
  step: number,
  { data, link }: FigureFacts,
): Figure {
  const { width, rowHeight } = wideScores;
  const height = rowHeight * run.layers.length;
  const ticks = scoreDecades.map((decade) => {
    const x = scorePlace(10 ** decade, wideScores);
    const at = { fill: ink.quiet, y: height + 20 };
    return (
      element('path', { d: `M${x} 4V${height}`, stroke: ink.line }) +
      textElement('10', { ...at, x, 'text-anchor': 'end' }) +
      textElement(String(decade).replace('-', '−'), { ...at, x: x + 1, y: height + 14, 'font-size': 10 })
    );
  });
  const rows = run.layers.map((layer, l) =>
    element(
      'g',
      { transform: `translate(0 ${rowHeight * l})` },
      textElement(`${t('inside.layer', { layer: l + 1 })} ${variant(layer.variant).short}`, { x: 0, y: 27 }),
      distribution(scores[l] ?? null, mixingOf(layer) !== null),
    ),
  );
  const keys = [
    element('rect', { x: 0, y: height + 34, width: 16, height: 10, fill: colours.bars }),
    textElement(t('figures.scores.all'), { x: 22, y: height + 43 }),
    element('path', { d: `M150 ${height + 39}h16`, stroke: ink.text, 'stroke-width': 5 }),
    textElement(t('figures.scores.half'), { x: 172, y: height + 43 }),
    element('path', { d: `M308 ${height + 32}v14`, stroke: colours.largest, 'stroke-width': 2 }),
    textElement(t('figures.scores.largest'), { x: 316, y: height + 43 }),
  ];
  return figure(
    {
      name: 'scores',
      title: t('figures.scores.title', { run: isolated(run.name) }),
      subtitle: t('figures.scores.subtitle', { data, step: formatCount(step) }),
      link,
      width: width + 2 * margin,
      height: height + 50,
    },
    element('g', { transform: `translate(${margin} 0)` }, ...ticks, ...rows, ...keys),
  );
}

function distribution(scores: ScoreSummary | null, mixes: boolean): string {
  if (!scores?.magnitudes)
    return textElement(t(mixes ? 'inside.scores.notCounted' : 'inside.scores.noMap'), {
      x: wideScores.left,
      y: 27,
      fill: ink.quiet,
    });
  const { magnitudes, magnitudeQuartiles: [low = 0, middle = 0, high = 0] = [], largest } = scores;
  const x = scorePlace(largest, wideScores);
  return (
    element('path', { d: scoreBars(magnitudes, wideScores), fill: colours.bars }) +
    element('path', {
      d: `M${scorePlace(low, wideScores)} 39H${scorePlace(high, wideScores)}`,
      stroke: ink.text,
      'stroke-width': 5,
    }) +
    element('path', { d: `M${scorePlace(middle, wideScores)} 33v11`, stroke: ink.text, 'stroke-width': 2 }) +
    element('path', { d: `M${x} 6v32`, stroke: colours.largest, 'stroke-width': 2 }) +
    textElement(formatScore(largest), { x: x + 5, y: 20, fill: colours.largest })
  );
}
