/** Draws the chart of losses or accuracies for paper: what the page's chart shows now. */

import type { View } from '../../document/view';
import type { Run } from '../../experiment/schema';
import { formatFixed } from '../../format/numbers';
import type { Drawing } from '../charts/drawing';
import type { Reading } from '../charts/units';
import { beyondScale, chartFigure } from './chartFigure';
import type { FigureFacts } from './facts';
import type { Figure } from './paper';

interface LossFigureOf {
  runs: readonly Run[];
  drawing: Drawing;
  settings: Pick<View, 'logSteps' | 'smoothing'>;
  reading: Reading;
  guess: { name: string; value: number } | null;
  facts: FigureFacts;
}

/** Draws the chart of losses or accuracies for paper, in the unit, smoothing and axes that the page's has. */
export function lossFigure({ runs, drawing, settings, reading, guess, facts }: LossFigureOf): Figure {
  const { unit } = reading;
  const shown = runs.flatMap((run, style) => {
    const own = drawing.lines.find(({ runId }) => runId === run.id);
    return own ? [{ name: run.name, style, line: own.train, marks: own.validation }] : [];
  });
  const smoothed = settings.smoothing > 0 ? `, smoothed by ${formatFixed(settings.smoothing, 2)}` : '';
  const what = unit.isAccuracy
    ? 'held out, at each validation'
    : `lines: training${smoothed}; marks: validation`;
  const beyond = runs.filter(({ id }) => drawing.beyond.includes(id)).map(({ name }) => name);
  return chartFigure({
    name: unit.isAccuracy ? 'accuracy' : 'loss',
    title: unit.isAccuracy ? 'Accuracy' : `Loss, ${unit.axis}`,
    subtitle: `${facts.data} · ${what}${beyondScale(beyond)}`,
    link: facts.link,
    x: { ...drawing.x, label: 'Step', log: settings.logSteps },
    y: { ...drawing.y, label: unit.axis, log: false },
    lines: shown,
    level: guess,
  });
}
