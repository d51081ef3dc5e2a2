/** Draws a sweep as its kind asks: bars, lines over a number, a grid of orders, or curves with a band over seeds. */
import { lazy, Suspense, useMemo } from 'react';
import type { Sweep } from '../../../document/sweepsSchema';
import { t } from '../../../i18n/i18n';
import { useApp } from '../../AppContext';
import { sweepFacts } from '../../figures/facts';
import { SaveFigure } from '../../kit/SaveFigure';
import { OrderGrid } from './OrderGrid';
import { SweepBars } from './SweepBars';
import classes from './SweepsPanel.module.css';
import { sweepFigure } from './sweepFigure';
import { pictureOf, rowsOf, type SweepRow } from './sweepRows';

const SweepBands = lazy(() => import('./SweepBands'));
const SweepLines = lazy(() => import('./SweepLines'));

export function SweepPicture({ sweep }: { sweep: Sweep }) {
  const app = useApp();
  const rows = useMemo(() => rowsOf(sweep), [sweep]);
  const measured = rows.filter(({ band }) => band !== null);
  if (measured.length === 0) return <p className="muted">{t('sweeps.noResults')}</p>;
  return (
    <div className={classes.picture}>
      <Drawn sweep={sweep} rows={measured} />
      <SaveFigure
        what={t('sweeps.picture')}
        testId="save-sweep"
        figure={() => sweepFigure(sweep, measured, sweepFacts(app, sweep))}
      />
    </div>
  );
}

function Drawn({ sweep, rows }: { sweep: Sweep; rows: readonly SweepRow[] }) {
  const isTask = sweep.experiment.task !== null;
  const picture = pictureOf(sweep);
  if (picture === 'orders') return <OrderGrid sweep={sweep} rows={rows} />;
  if (picture === 'bars') return <SweepBars rows={rows} isTask={isTask} />;
  return (
    <Suspense fallback={<div className={classes.chart} />}>
      {picture === 'bands' ? (
        <SweepBands rows={rows} isTask={isTask} />
      ) : (
        <SweepLines rows={rows} isTask={isTask} log={picture === 'logLine'} />
      )}
    </Suspense>
  );
}
