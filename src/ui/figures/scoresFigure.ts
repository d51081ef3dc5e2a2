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

/** A run whose scores are drawn. */
interface Scored {
  run: Run;
  /** `scores` of a layer is null, or without magnitudes, where none were counted. */
  probe: { step: number; layers: readonly { scores: ScoreSummary | null }[] };
}

/** Above the distributions of each of several runs, for its name. */
const nameHeight = 24;

/** @param scored one run, or several, which are drawn one below the other on the same axis */
export function scoresFigure(scored: readonly Scored[], { data, link }: FigureFacts): Figure {
  const [first] = scored;
  if (!first) throw new Error('There is a run whose scores are drawn.');
  const isAlone = scored.length === 1;
  const { width, rowHeight } = wideScores;
  const drawn: string[] = [];
  let top = 0;
  for (const { run, probe } of scored) {
    if (!isAlone) {
      const name = t('inside.change.runAt', { run: isolated(run.name), step: formatCount(probe.step) });
      drawn.push(textElement(name, { y: top + 14, 'font-weight': 600 }));
      top += nameHeight;
    }
    drawn.push(element('g', { transform: `translate(0 ${top})` }, ...runScores({ run, probe })));
    top += rowHeight * run.layers.length + axisHeight;
  }
  const keys = [
    element('rect', { x: 0, y: top + 4, width: 16, height: 10, fill: colours.bars }),
    textElement(t('figures.scores.all'), { x: 22, y: top + 13 }),
    element('path', { d: `M150 ${top + 9}h16`, stroke: ink.text, 'stroke-width': 5 }),
    textElement(t('figures.scores.half'), { x: 172, y: top + 13 }),
    element('path', { d: `M308 ${top + 2}v14`, stroke: colours.largest, 'stroke-width': 2 }),
    textElement(t('figures.scores.largest'), { x: 316, y: top + 13 }),
  ];
  const names = scored.map(({ run }) => isolated(run.name)).join(', ');
  return figure(
    {
      name: 'scores',
      title: t('figures.scores.title', { run: names }),
      subtitle: t('figures.scores.subtitle', { data, step: formatCount(first.probe.step) }),
      link,
      width: width + 2 * margin,
      height: top + 20,
    },
    element('g', { transform: `translate(${margin} 0)` }, ...drawn, ...keys),
  );
}

/** Of the axis and its numbers, below the distributions. */
const axisHeight = 30;

function runScores({ run, probe }: Scored): string[] {
  const { rowHeight } = wideScores;
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
      distribution(probe.layers[l]?.scores ?? null, mixingOf(layer) !== null),
    ),
  );
  return [...ticks, ...rows];
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
