/** Draws a sweep as its kind asks: bars, lines over a number, a grid of orders, or curves with a band over seeds. */
import { lazy, Suspense, useMemo } from 'react';
import type { Sweep } from '../../../document/sweepsSchema';
import { findSweep } from '../../../experiment/sweeps/choice';
import { t } from '../../../i18n/i18n';
import { SweepBars } from './SweepBars';
import classes from './SweepsPanel.module.css';
import { rowsOf } from './sweepRows';

const SweepBands = lazy(() => import('./SweepBands'));
const SweepLines = lazy(() => import('./SweepLines'));

export function SweepPicture({ sweep }: { sweep: Sweep }) {
  const rows = useMemo(() => rowsOf(sweep), [sweep]);
  const measured = rows.filter(({ band }) => band !== null);
  if (measured.length === 0) return <p className="muted">{t('sweeps.noResults')}</p>;
  const isTask = sweep.experiment.task !== null;
  const picture = findSweep(sweep.choice.sweep)?.picture ?? 'bars';
  const isLine = picture === 'line' || picture === 'logLine';
  if (picture !== 'bands' && !isLine)
    return <SweepBars rows={measured} isTask={isTask} asGrid={picture === 'orders'} />;
  return (
    <Suspense fallback={<div className={classes.chart} />}>
      {isLine ? (
        <SweepLines rows={measured} isTask={isTask} log={picture === 'logLine'} />
      ) : (
        <SweepBands rows={measured} isTask={isTask} />
      )}
    </Suspense>
  );
}
