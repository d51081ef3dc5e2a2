/** Tabulates the runs' losses at the moment, best first if wanted. */

import { mapValues } from 'es-toolkit';
import { ArrowDownUp } from 'lucide-react';
import { useMemo } from 'react';
import { chosenTask } from '../../../data/tasks';
import { styleOf } from '../../../experiment/runStyles';
import type { Run } from '../../../experiment/schema';
import { formatMeasured, formatPercent } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { type RunCurves, truncated } from '../../../runtime/runReducer';
import { useExperiment, useRuns, useView } from '../../AppContext';
import { lowest } from '../../charts/drawing';
import { useReading } from '../../charts/units';
import { Isolated } from '../../kit/Isolated';
import { RunSwatch } from '../../kit/RunSwatch';
import { VerdictMark } from '../../kit/VerdictMark';
import { useMoment } from '../../time/useMoment';
import { useWorded } from '../../useLanguage';
import classes from './LossTable.module.css';
import { lossVerdict } from './lossVerdict';

export function LossTable({ runs }: { runs: readonly Run[] }) {
  const hiddenRuns = useView((v) => v.hiddenRuns);
  const { unit, value } = useReading();
  const experiment = useExperiment((e) => e.experiment);
  const { task } = experiment;
  const bestFirst = useView((v) => v.bestFirst);
  const set = useView((v) => v.set);
  const curves = useCurvesAt(useMoment());
  const heldOut = useRuns((r) => r.heldOut);
  const failures = useRuns((r) => r.failures);
  const verdict = useWorded(
    () => lossVerdict(experiment, { curves, heldOut, failures }),
    [experiment, curves, heldOut, failures],
  );
  const accuracies = runs.map((run) => curves[run.id]?.accuracy.last?.value ?? null);
  const losses = runs.map((run) => (curves[run.id] ? lowest(curves[run.id]!.validation) : null));
  const places = runs.map((_, i) => i);
  const order = bestFirst ? ranked(task ? accuracies : losses, task ? 'highest' : 'lowest') : places;
  const text = (loss: number | null | undefined) =>
    loss === null || loss === undefined ? '–' : formatMeasured(value(loss), unit.digits);
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">
        {unit.id === 'perplexity'
          ? t(task ? 'curves.table.perplexityAndAccuracy' : 'curves.table.perplexity')
          : t(task ? 'curves.table.lossAndAccuracy' : 'curves.table.loss', {
              unit: unit.isAccuracy ? t('charts.units.loss.axis') : unit.axis(),
            })}
      </caption>
      <thead>
        <tr className={classes.heading}>
          <th scope="col" className={classes.run}>
            {t('kit.run')}
          </th>
          <th scope="col">{t('charts.values.train')}</th>
          <th scope="col">{t('charts.values.validation')}</th>
          <th scope="col" aria-sort={bestFirst ? (task ? 'descending' : 'ascending') : 'none'}>
            <button
              type="button"
              className={classes.sort}
              title={t(bestFirst ? 'curves.table.inOrder' : 'curves.table.bestFirst')}
              data-testid="best-first"
              onClick={() => set({ bestFirst: !bestFirst })}
            >
              {task
                ? t('curves.table.accuracy', { chance: formatPercent(chosenTask(task).chance) })
                : t('curves.table.bestValidation')}
              <ArrowDownUp size={14} aria-hidden="true" />
            </button>
          </th>
        </tr>
      </thead>
      <tbody>
        {order.map((i) => {
          const run = runs[i] as Run;
          const own = curves[run.id];
          return (
            <tr key={run.id}>
              <th scope="row" className={classes.run}>
                <span className={classes.name}>
                  <RunSwatch style={styleOf(experiment.runs, run.id)} hidden={hiddenRuns.includes(run.id)} />
                  <Isolated text={run.name} />
                </span>
              </th>
              <td data-testid={`train-${i}`}>{text(own?.train.last?.value)}</td>
              <td data-testid={`val-${i}`}>{text(own?.validation.last?.value)}</td>
              <td data-testid={`best-${i}`}>
                <VerdictMark verdict={verdict} id={run.id} best={task ? 'highest' : 'lowest'} />
                {task ? share(accuracies[i]) : text(losses[i])}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Returns the runs' curves as far as a step; null for all of them. */
function useCurvesAt(step: number | null): Record<string, RunCurves> {
  const curves = useRuns((r) => r.curves);
  return useMemo(
    () => (step === null ? curves : mapValues(curves, (own) => truncated(own, step))),
    [curves, step],
  );
}

/** Returns the indices of the values, the best first and nulls last; a stable sort. */
export function ranked(values: readonly (number | null)[], best: 'lowest' | 'highest'): number[] {
  const sign = best === 'lowest' ? 1 : -1;
  const worth = (value: number | null) => (value === null ? Number.POSITIVE_INFINITY : sign * value);
  return values
    .map((value, place) => ({ place, worth: worth(value) }))
    .sort((a, b) => (a.worth === b.worth ? 0 : a.worth - b.worth))
    .map(({ place }) => place);
}

const share = (accuracy: number | null | undefined) =>
  typeof accuracy === 'number' ? formatPercent(accuracy) : '–';
