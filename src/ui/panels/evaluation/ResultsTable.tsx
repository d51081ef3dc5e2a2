/** Tabulates runs × metrics, mean ± standard error, what is best beyond chance marked, with baselines and chance below. */

import { styleOf } from '../../../experiment/runStyles';
import { formatCount } from '../../../format/numbers';
import { entryName, words } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { formatInterval } from '../../../measure/evals/format';
import { baselines } from '../../../measure/evals/ngrams';
import {
  type Column,
  columnsOf,
  estimateAt,
  type ResultRow,
  rowName,
  textAt,
  verdictOn,
} from '../../../measure/evals/table';
import type { Verdict } from '../../../measure/verdict';
import { useExperiment } from '../../AppContext';
import { Isolated } from '../../kit/Isolated';
import { RunSwatch } from '../../kit/RunSwatch';
import { VerdictMark } from '../../kit/VerdictMark';
import classes from './EvaluationPanel.module.css';

export function ResultsTable({ rows }: { rows: readonly ResultRow[] }) {
  const runs = useExperiment((e) => e.experiment.runs);
  const columns = columnsOf(rows).map((column) => ({ column, verdict: verdictOn(rows, column) }));
  const firstBelow = rows.findIndex((row) => !row.ranked);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it scrolls sideways, which takes the focus */}
      <section className={classes.scroll} aria-label={t('evaluation.results.label')} tabIndex={0}>
        <table className={classes.table}>
          <caption className="visually-hidden">{t('evaluation.results.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('kit.run')}</th>
              <th scope="col" className={classes.step}>
                {t('kit.step')}
              </th>
              {columns.map(({ column: { metric } }) => (
                <th scope="col" key={metric.id}>
                  {entryName('metrics', metric)}
                  <span className={classes.direction}>
                    {metric.better && t(`evaluation.results.${metric.better}`)}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr
                key={row.id}
                className={i === firstBelow ? classes.below : undefined}
                data-testid={`evaluation-${i}`}
              >
                <th scope="row">
                  <span className={classes.name}>
                    {row.ranked && <RunSwatch style={styleOf(runs, row.id)} />}
                    <Isolated text={rowName(row)} />
                  </span>
                </th>
                <td>{row.step === null ? '–' : formatCount(row.step)}</td>
                {columns.map(({ column, verdict }) => (
                  <Cell key={column.metric.id} row={row} column={column} verdict={verdict} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={`muted ${classes.notes}`}>
        {[
          t('evaluation.results.errors'),
          ...baselines.map(({ id, note }) => words(`baselines.${id.replace(/^baseline:/, '')}.note`, note)),
        ].join(' ')}
      </p>
    </>
  );
}

function Cell({ row, column, verdict }: { row: ResultRow; column: Column; verdict: Verdict }) {
  const estimate = estimateAt(row, column);
  const interval = estimate && formatInterval(column.metric.unit, estimate);
  const text = textAt(row, column);
  return (
    <td>
      {estimate || text === null ? (text ?? '–') : <span className={classes.reason}>{text}</span>}
      {interval && <span className={classes.interval}>{t('evaluation.results.interval', { interval })}</span>}
      <div>
        <VerdictMark verdict={verdict} id={row.id} best="best" />
      </div>
    </td>
  );
}
