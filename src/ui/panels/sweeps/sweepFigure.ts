/** Makes the picture of a sweep for paper: what the page shows of it. */

import type { Sweep } from '../../../document/sweepsSchema';
import { sweepName } from '../../../experiment/sweeps/choice';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { barsFigure } from '../../figures/barsFigure';
import { type ChartContent, chartFigure, chartSubtitle } from '../../figures/chartFigure';
import type { FigureFacts } from '../../figures/facts';
import type { Figure } from '../../figures/paper';
import { sweepGridFigure } from '../../figures/sweepGridFigure';
import { barScale } from './barScale';
import { cellKey, goodness, gridOf, standardRow } from './gridLayout';
import { bandsOfRows, linesOf } from './sweepLines';
import { axisName, bandText, comparedText, pictureOf, type SweepRow } from './sweepRows';

/** @param rows those that are shown, each with a band @returns null where no curve has a point */
export function sweepFigure(
  sweep: Sweep,
  rows: readonly SweepRow[],
  { data, link }: FigureFacts,
): Figure | null {
  const isTask = sweep.experiment.task !== null;
  const picture = pictureOf(sweep);
  const compared = t(
    isTask ? 'sweeps.accuracy' : picture === 'bands' ? 'sweeps.validationLoss' : 'sweeps.lowestLoss',
  );
  // A grid has the means alone.
  const isGrid = picture === 'orders' || picture === 'placements';
  const hasErrors = picture === 'bands' || (sweep.choice.seeds > 1 && !isGrid);
  const sheet = {
    name: `sweep-${sweep.choice.sweep}`,
    title: sweepName(sweep.choice.sweep),
    subtitle: chartSubtitle(data, hasErrors ? t('sweeps.withErrors', { what: compared }) : compared, []),
    link,
  };
  if (isGrid) return gridFigure(picture, sweep, rows, sheet);
  if (picture === 'bands') return bandsFigure(rows, isTask, compared, sheet);
  if (picture !== 'bars')
    return linesFigure(rows, isTask, { log: picture === 'logLine', label: axisName(sweep) }, compared, sheet);
  const along = barScale(rows, isTask, 1000);
  return barsFigure({
    ...sheet,
    bars: rows.flatMap(({ name, band }) => {
      if (!band) return [];
      const { mean, low, high, n } = band;
      const error = n > 1 ? { low: along(low) / 1000, high: along(high) / 1000 } : null;
      return [{ name, value: along(mean) / 1000, error, text: bandText(isTask, band) }];
    }),
  });
}

type Sheet = Pick<ChartContent, 'name' | 'title' | 'subtitle' | 'link'>;

function gridFigure(
  picture: 'orders' | 'placements',
  sweep: Sweep,
  rows: readonly SweepRow[],
  sheet: Sheet,
): Figure {
  const isTask = sweep.experiment.task !== null;
  const { grid, words } = gridOf(picture, sweep, rows);
  return sweepGridFigure({
    ...sheet,
    ...words,
    below: grid.below.map((key) => ({ ...words.head('below', key), spans: key === standardRow })),
    above: grid.above.map((key) => words.head('above', key)),
    cell(row, column) {
      const key = cellKey(grid.below[row] as string, grid.above[column] as string);
      const band = grid.cells.get(key)?.band;
      return band
        ? {
            text: comparedText(isTask, band.mean),
            goodness: goodness(grid, band.mean),
            isBest: key === grid.bestKey,
          }
        : null;
    },
    worst: comparedText(isTask, grid.worst),
    best: comparedText(isTask, grid.best),
  });
}

function bandsFigure(
  rows: readonly SweepRow[],
  isTask: boolean,
  yLabel: string,
  sheet: Sheet,
): Figure | null {
  const drawn = bandsOfRows(rows, isTask);
  if (!drawn) return null;
  return chartFigure({
    ...sheet,
    x: { ...drawn.x, label: t('sweeps.step'), log: false },
    y: { ...drawn.y, label: yLabel, log: false },
    lines: drawn.curves.map(({ name, curve: { steps, bands } }, style) => {
      const edge = (value: 'mean' | 'low' | 'high') =>
        bands.map((band, i) => ({ x: steps[i] as number, y: band[value] }));
      return {
        name: isolated(name),
        style,
        line: edge('mean'),
        marks: [],
        band: { low: edge('low'), high: edge('high') },
      };
    }),
    levels: [],
  });
}

function linesFigure(
  rows: readonly SweepRow[],
  isTask: boolean,
  over: { log: boolean; label: string },
  yLabel: string,
  sheet: Sheet,
): Figure {
  const { lines, x, y } = linesOf(rows, isTask, over.log);
  return chartFigure({
    ...sheet,
    x: { ...x, ...over },
    y: { ...y, label: yLabel, log: false },
    lines: lines.map(({ name, rows: own }, style) => {
      const edge = (value: 'mean' | 'low' | 'high') =>
        own.flatMap(({ x: at, band }) => (band ? [{ x: Number(at), y: band[value] }] : []));
      const isOfSeeds = own.some(({ band }) => (band?.n ?? 0) > 1);
      return {
        name: name === '' ? sheet.title : isolated(name),
        style,
        line: edge('mean'),
        marks: edge('mean'),
        ...(isOfSeeds && { band: { low: edge('low'), high: edge('high') } }),
      };
    }),
    levels: [],
  });
}
