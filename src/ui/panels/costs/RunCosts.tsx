/** Tabulates parameters, FLOPs a step and memory of each run at the present settings, each with its difference to the pinned run's. */

import { chosenTask } from '../../../data/tasks';
import { styleOf } from '../../../experiment/runStyles';
import { type Run, totalSteps } from '../../../experiment/schema';
import { formatBytes } from '../../../format/bytes';
import { formatCompact, formatCount, formatSignificant } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { trainingCost } from '../../../measure/trainingCost';
import { useExperiment, useRuns, useView } from '../../AppContext';
import { useFilteredOut } from '../../charts/useHiddenRuns';
import { FilteredOut } from '../../kit/FilteredOut';
import { Isolated } from '../../kit/Isolated';
import { RunSwatch } from '../../kit/RunSwatch';
import { ScrollBox } from '../../kit/ScrollBox';
import { CostDifference } from './CostDifference';
import classes from './CostsPanel.module.css';

const columns = [
  { of: 'parameters', testId: 'parameters', write: formatCount },
  { of: 'stepFlops', testId: 'step-flops', write: formatCompact },
  { of: 'bytes', testId: 'memory', write: formatBytes },
] as const;

export function RunCosts() {
  const experiment = useExperiment((e) => e.experiment);
  const facts = useRuns((r) => r.textFacts);
  const pinnedRun = useView((v) => v.pinnedRun);
  const leftOut = useFilteredOut();
  const { runs, batch, model, task } = experiment;
  const vocab = task ? chosenTask(task).tokens.length : facts?.vocab;
  const costOf = (run: Run) => (vocab === undefined ? null : trainingCost(experiment, run, vocab));
  const pinned = runs.find(({ id }) => id === pinnedRun);
  const pinnedCost = pinned ? costOf(pinned) : null;
  const tokens = batch * model.context * totalSteps(experiment);
  return (
    <div className={classes.part}>
      <h2>{t('costs.runs.heading')}</h2>
      <FilteredOut testId="run-costs-filtered" />
      <ScrollBox label={t('costs.runs.label')}>
        <table className={classes.table}>
          <caption className="visually-hidden">{t('costs.runs.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('kit.run')}</th>
              <th scope="col">{t('kit.parameters')}</th>
              <th scope="col">{t('kit.flopsPerStep')}</th>
              <th scope="col">{t('costs.runs.memory')}</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run, i) => {
              if (leftOut.has(run.id)) return null;
              const cost = costOf(run);
              return (
                <tr key={run.id}>
                  <th scope="row">
                    <RunSwatch style={styleOf(runs, run.id)} /> <Isolated text={run.name} />
                  </th>
                  {columns.map(({ of, testId, write }) => (
                    <td key={of} data-testid={`${testId}-${i}`}>
                      {cost ? write(cost[of]) : '…'}
                      {cost && pinnedCost && run !== pinned && (
                        <CostDifference value={cost[of]} pinned={pinnedCost[of]} write={write} />
                      )}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollBox>
      {pinned && <p className="muted">{t('costs.against', { run: isolated(pinned.name) })}</p>}
      <p className="muted">
        {!task && facts
          ? t('costs.runs.tokensOfText', {
              tokens: formatCount(tokens),
              times: formatSignificant(tokens / facts.tokens, 2),
            })
          : t('costs.runs.tokens', { tokens: formatCount(tokens) })}
      </p>
    </div>
  );
}
