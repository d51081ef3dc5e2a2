/** Draws a sweep as its kind asks: bars, lines over a number, a grid of stacks, or curves with a band over seeds. */
import { lazy, memo, Suspense, useMemo } from 'react';
import type { Sweep } from '../../../document/sweepsSchema';
import { t } from '../../../i18n/i18n';
import { useApp } from '../../AppContext';
import { sweepFacts } from '../../figures/facts';
import { SaveFigure } from '../../kit/SaveFigure';
import { useLanguage } from '../../useLanguage';
import type { Marks } from './marks';
import { SweepBars } from './SweepBars';
import { SweepGrid } from './SweepGrid';
import classes from './SweepsPanel.module.css';
import { sweepFigure } from './sweepFigure';
import { axisName, pictureOf, type SweepRow } from './sweepRows';

const SweepBands = lazy(() => import('./SweepBands'));
const SweepLines = lazy(() => import('./SweepLines'));

interface Props extends Marks {
  sweep: Sweep;
  /** Those that are not hidden. */
  rows: readonly SweepRow[];
  /** Whether the filter of the table leaves some out. */
  isFiltered?: boolean;
}

/** Pointing at a mark draws nothing of it anew. */
export const SweepPicture = memo(function SweepPicture({ sweep, rows, isFiltered = false, ...marks }: Props) {
  useLanguage();
  const app = useApp();
  const measured = useMemo(() => rows.filter(({ band }) => band !== null), [rows]);
  if (measured.length === 0)
    return <p className="muted">{t(isFiltered ? 'sweeps.noneFound' : 'sweeps.noResults')}</p>;
  return (
    <div className={classes.picture}>
      <Drawn sweep={sweep} rows={measured} {...marks} />
      <SaveFigure
        what={t('sweeps.picture')}
        testId="save-sweep"
        figure={() => sweepFigure(sweep, measured, sweepFacts(app, sweep))}
      />
    </div>
  );
});

function Drawn({ sweep, rows, ...marks }: Props) {
  const isTask = sweep.experiment.task !== null;
  const picture = pictureOf(sweep);
  if (picture === 'orders' || picture === 'placements')
    return <SweepGrid picture={picture} sweep={sweep} rows={rows} {...marks} />;
  if (picture === 'bars') return <SweepBars rows={rows} isTask={isTask} {...marks} />;
  return (
    <Suspense fallback={<div className={classes.chart} />}>
      {picture === 'bands' ? (
        <SweepBands rows={rows} isTask={isTask} marks={marks} />
      ) : (
        <SweepLines
          rows={rows}
          isTask={isTask}
          log={picture === 'logLine'}
          axis={axisName(sweep)}
          {...marks}
        />
      )}
    </Suspense>
  );
}
