/** Tabulates parameters and FLOPs a step of each run at the present settings. */

import { chosenTask } from '../../../data/tasks';
import { totalSteps } from '../../../experiment/schema';
import { formatCompact, formatCount, formatSignificant } from '../../../format/numbers';
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
      <h2>Each run</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it scrolls sideways, which takes the focus */}
      <section className={classes.scroll} aria-label="Cost of each run" tabIndex={0}>
        <table className={classes.table}>
          <caption className="visually-hidden">Size and cost of each run at these settings</caption>
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">Parameters</th>
              <th scope="col">FLOPs a step</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run, i) => {
              const cost = vocab !== undefined && trainingCost(experiment, run, vocab);
              return (
                <tr key={run.id}>
                  <th scope="row">
                    <RunSwatch index={i} /> <Isolated text={run.name} />
                  </th>
                  <td data-testid={`parameters-${i}`}>{cost ? formatCount(cost.parameters) : '…'}</td>
                  <td>{cost ? formatCompact(cost.stepFlops) : '…'}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <p className="muted">
        Each run reads {formatCount(tokens)} tokens
        {!task && facts && `: ${formatSignificant(tokens / facts.tokens, 2)} times the text`}. FLOPs are
        estimates.
      </p>
    </div>
  );
}
