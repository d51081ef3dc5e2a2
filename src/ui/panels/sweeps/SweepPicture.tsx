/** Draws a sweep as its kind asks: bars, lines over a number, a grid of orders, or curves with a band over seeds. */
import { useMemo } from 'react';
import type { Sweep } from '../../../document/sweepsSchema';
import { findSweep } from '../../../experiment/sweeps/choice';
import { t } from '../../../i18n/i18n';
import { SweepBands } from './SweepBands';
import { SweepBars } from './SweepBars';
import { SweepLines } from './SweepLines';
import { rowsOf } from './sweepRows';

export function SweepPicture({ sweep }: { sweep: Sweep }) {
  const rows = useMemo(() => rowsOf(sweep), [sweep]);
  const measured = rows.filter(({ band }) => band !== null);
  if (measured.length === 0) return <p className="muted">{t('sweeps.noResults')}</p>;
  const isTask = sweep.experiment.task !== null;
  const picture = findSweep(sweep.choice.sweep)?.picture ?? 'bars';
  if (picture === 'bands') return <SweepBands rows={measured} isTask={isTask} />;
  if (picture === 'line' || picture === 'logLine')
    return <SweepLines rows={measured} isTask={isTask} log={picture === 'logLine'} />;
  return <SweepBars rows={measured} isTask={isTask} asGrid={picture === 'orders'} />;
}
