/** Draws the chart of losses or accuracies for paper: what the page's chart shows now. */

import { formatCount, formatFixed } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import type { BandKind } from '../../measure/bands';
import type { ChartRun } from '../charts/chartRuns';
import type { ChartScale } from '../charts/chartScale';
import type { Drawing } from '../charts/drawing';
import { type LearningMark, markShapes } from '../charts/learningMarks';
import type { Level } from '../charts/levels';
import type { Reading } from '../charts/units';
import { chartFigure, chartSubtitle } from './chartFigure';
import type { FigureFacts } from './facts';
import type { Figure } from './paper';

interface LossFigureOf {
  runs: readonly ChartRun[];
  drawing: Drawing;
  scale: Pick<ChartScale, 'logSteps' | 'smoothing' | 'x'>;
  reading: Reading;
  /** What the vertical axis shows. */
  title: string;
  levels: readonly Level[];
  /** What the bands of runs of several seeds span; null where no line has one. */
  band: BandKind | null;
  /** Where a head finds the key and where a plateau ends. */
  marks: readonly LearningMark[];
  facts: FigureFacts;
}

/** Draws the chart of losses or accuracies for paper, in the unit, smoothing, axes and part that the page's has. */
export function lossFigure(content: LossFigureOf): Figure {
  const { runs, drawing, scale, reading, title, levels, marks, facts } = content;
  const { isAccuracy } = reading.unit;
  const shown = runs.flatMap((run) => {
    const own = drawing.lines.find(({ runId }) => runId === run.id);
    return own
      ? [
          {
            name: run.name,
            style: run.style,
            line: isAccuracy ? own.validation : own.train,
            marks: own.validation,
            band: own.band,
          },
        ]
      : [];
  });
  const beyond = runs.filter(({ id }) => drawing.beyond.includes(id)).map(({ name }) => name);
  return chartFigure({
    name: isAccuracy ? 'accuracy' : 'loss',
    title: t(isAccuracy ? 'figures.loss.accuracyTitle' : 'figures.loss.title', { unit: title }),
    subtitle: chartSubtitle(facts.data, whatIsDrawn(content), beyond),
    link: facts.link,
    x: { ...drawing.x, label: scale.x.label(), log: scale.logSteps },
    y: { ...drawing.y, label: title },
    lines: shown,
    levels,
    points: marks.map(({ kind, style, step, x, y }) => ({
      shape: markShapes[kind],
      style,
      label: formatCount(step),
      x,
      y,
    })),
  });
}

function whatIsDrawn({ reading, scale, band, marks }: LossFigureOf): string {
  const curves = whichCurves(reading.unit.isAccuracy, scale.smoothing);
  const withBands = band ? t('figures.loss.withBands', { curves, band: t(`curves.seeds.${band}`) }) : curves;
  return marks.length > 0 ? t('figures.loss.withMarks', { curves: withBands }) : withBands;
}

function whichCurves(isAccuracy: boolean, smoothing: number): string {
  if (isAccuracy) return t('figures.loss.accuracies');
  return smoothing > 0
    ? t('figures.loss.smoothedLosses', { factor: formatFixed(smoothing, 2) })
    : t('figures.loss.losses');
}
