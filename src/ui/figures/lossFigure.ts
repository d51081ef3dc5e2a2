/** Draws the chart of losses or accuracies for paper: what the page's chart shows now. */

import type { Run } from '../../experiment/schema';
import { formatFixed } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import type { ChartScale } from '../charts/chartScale';
import type { Drawing } from '../charts/drawing';
import type { Level } from '../charts/levels';
import type { Reading } from '../charts/units';
import { chartFigure, chartSubtitle } from './chartFigure';
import type { FigureFacts } from './facts';
import type { Figure } from './paper';

interface LossFigureOf {
  runs: readonly Run[];
  drawing: Drawing;
  scale: Pick<ChartScale, 'logSteps' | 'smoothing' | 'x'>;
  reading: Reading;
  /** What the vertical axis shows. */
  title: string;
  levels: readonly Level[];
  facts: FigureFacts;
}

/** Draws the chart of losses or accuracies for paper, in the unit, smoothing, axes and part that the page's has. */
export function lossFigure({ runs, drawing, scale, reading, title, levels, facts }: LossFigureOf): Figure {
  const { isAccuracy } = reading.unit;
  const shown = runs.flatMap((run, style) => {
    const own = drawing.lines.find(({ runId }) => runId === run.id);
    return own
      ? [
          {
            name: run.name,
            style,
            line: isAccuracy ? own.validation : own.train,
            marks: own.validation,
          },
        ]
      : [];
  });
  const beyond = runs.filter(({ id }) => drawing.beyond.includes(id)).map(({ name }) => name);
  return chartFigure({
    name: isAccuracy ? 'accuracy' : 'loss',
    title: t(isAccuracy ? 'figures.loss.accuracyTitle' : 'figures.loss.title', { unit: title }),
    subtitle: chartSubtitle(facts.data, whatIsDrawn(isAccuracy, scale.smoothing), beyond),
    link: facts.link,
    x: { ...drawing.x, label: scale.x.label(), log: scale.logSteps },
    y: { ...drawing.y, label: title },
    lines: shown,
    levels,
  });
}

function whatIsDrawn(isAccuracy: boolean, smoothing: number): string {
  if (isAccuracy) return t('figures.loss.accuracies');
  return smoothing > 0
    ? t('figures.loss.smoothedLosses', { factor: formatFixed(smoothing, 2) })
    : t('figures.loss.losses');
}
