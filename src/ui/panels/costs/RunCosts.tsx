/** Tabulates parameters, FLOPs a step and memory of each run at the present settings. */

import { chosenTask } from '../../../data/tasks';
import { styleOf } from '../../../experiment/runStyles';
import { totalSteps } from '../../../experiment/schema';
import { formatBytes } from '../../../format/bytes';
import { formatCompact, formatCount, formatSignificant } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { trainingCost } from '../../../measure/trainingCost';
import { useExperiment, useRuns } from '../../AppContext';
import { Isolated } from '../../kit/Isolated';
import { RunSwatch } from '../../kit/RunSwatch';
import classes from './CostsPanel.module.css';

export function RunCosts() {
  const experiment = useExperiment((e) => e.experiment);
  const facts = useRuns((r) => r.textFacts);
  const { runs, batch, model, task } = experiment;
  const vocab = task ? chosenTask(task).tokens.length : facts?.vocab;
  const tokens = batch * model.context * totalSteps(experiment);
  return (
    <div className={classes.part}>
      <h2>{t('costs.runs.heading')}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it scrolls sideways, which takes the focus */}
      <section className={classes.scroll} aria-label={t('costs.runs.label')} tabIndex={0}>
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
              const cost = vocab !== undefined && trainingCost(experiment, run, vocab);
              return (
                <tr key={run.id}>
                  <th scope="row">
                    <RunSwatch style={styleOf(runs, run.id)} /> <Isolated text={run.name} />
                  </th>
                  <td data-testid={`parameters-${i}`}>{cost ? formatCount(cost.parameters) : '…'}</td>
                  <td>{cost ? formatCompact(cost.stepFlops) : '…'}</td>
                  <td data-testid={`memory-${i}`}>{cost ? formatBytes(cost.bytes) : '…'}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
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
