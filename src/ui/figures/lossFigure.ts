/** Draws the chart of losses or accuracies for paper: what the page's chart shows now. */

import type { Run } from '../../experiment/schema';
import { formatFixed } from '../../format/numbers';
import type { ChartScale } from '../charts/chartScale';
import type { Drawing } from '../charts/drawing';
import type { Level } from '../charts/levels';
import type { Reading } from '../charts/units';
import { beyondScale, chartFigure } from './chartFigure';
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
  const smoothed = scale.smoothing > 0 ? `, smoothed by ${formatFixed(scale.smoothing, 2)}` : '';
  const what = isAccuracy ? 'held out, at each validation' : `lines: training${smoothed}; marks: validation`;
  const beyond = runs.filter(({ id }) => drawing.beyond.includes(id)).map(({ name }) => name);
  return chartFigure({
    name: isAccuracy ? 'accuracy' : 'loss',
    title: `${isAccuracy ? 'Accuracy' : 'Loss'}, ${title}`,
    subtitle: `${facts.data} · ${what}${beyondScale(beyond)}`,
    link: facts.link,
    x: { ...drawing.x, label: scale.x.label, log: scale.logSteps },
    y: { ...drawing.y, label: title },
    lines: shown,
    levels,
  });
}
